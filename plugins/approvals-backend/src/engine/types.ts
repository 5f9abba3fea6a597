import {
  DecisionKind,
  ErrorCode,
  EventPayload,
  Execution,
  PolicyDefinition,
  RequestEventType,
  RequestStatus,
  Seat,
  StageStatus,
  Subject,
  TaskStatus,
} from '@countersign/backstage-plugin-approvals-common';

/** What a person did with a seat, and for whom. Texts are known by their hash only. */
export type DecisionState = {
  decision: DecisionKind;
  by: string;
  onBehalfOf?: string;
  override?: { reasonHash: string };
  textHash?: string;
  at: string;
};

/** One person's seat in a stage. */
export type TaskState = {
  id: string;
  person: string;
  kind: Seat['kind'];
  status: TaskStatus;
  origin: Seat['origin'];
  /** Indexes of the stage's approver rules that the seat counts for (of an observer: observer rules). */
  rules: number[];
  /** The task that was handed on to make this one. */
  replaces?: string;
  withdrawnReason?: EventPayload<'task.withdrawn'>['reason'];
  claimedAt?: string;
  claimedBy?: string;
  decision?: DecisionState;
};

/** A search for a stage's people that is under way. */
export type SearchState = {
  attempt: number;
  dueAt: string;
  /** When this series of attempts began: back-off counts from here. */
  since: string;
  /** Attempts of this series that failed. */
  failed: number;
};

/** A stage in one round. Times are UTC text with milliseconds, so they compare as text. */
export type StageState = {
  index: number;
  round: number;
  name: string;
  group?: number;
  status: StageStatus;
  reason?: string;
  /** False until a search has succeeded or somebody was assigned: until then nothing is counted. */
  peopleKnown: boolean;
  /** The highest number that an attempt to find the people has had. */
  attempt: number;
  search?: SearchState;
  /** Why its condition gave no answer, so that it was not skipped. */
  conditionError?: string;
  startedAt?: string;
  dueAt?: string;
  remindAt?: string;
  reminded: boolean;
  /** The breach that is expected next; none once the deadline has had its say. */
  nextBreach?: { number: number; dueAt: string };
  endedAt?: string;
  tasks: TaskState[];
};

/** The right to act on the approval once. */
export type PassState = {
  status: 'open' | 'consumed' | 'revoked' | 'over';
  policyKey: string;
  digest: string;
  createdAt: string;
  expiresAt?: string;
  consumer?: string;
  /** Who let the run go on; nobody: a service did. */
  initiator?: string;
  consumedAt?: string;
  revokedBy?: string;
  revokedAt?: string;
};

/** Everything that the rules need to know about a request, with the stages of all its rounds. */
export type RequestState = {
  id: string;
  status: RequestStatus;
  reason?: string;
  round: number;
  roundStartedAt: string;
  policyKey: string;
  policyVersion: number;
  definition: PolicyDefinition;
  requester: string;
  /** The agent or token that asked for the requester. */
  actor?: string;
  /** The service that asked. */
  service?: string;
  involved: string[];
  subject: Subject;
  digest: string;
  execution?: Execution;
  createdAt: string;
  expiresAt?: string;
  completedAt?: string;
  stages: StageState[];
  pass?: PassState;
};

/** A request that is not made yet: only the policy version that it will follow. */
export type NewRequest = {
  status: 'new';
  definition: PolicyDefinition;
  policyVersion: number;
};

/** A line of history, before storage gives it its id, number and hash. */
export type EngineEvent = {
  [T in RequestEventType]: {
    type: T;
    at: string;
    actor: string;
    onBehalfOf?: string;
    payload: EventPayload<T>;
  };
}[RequestEventType];

type StagePlace = { requestId: string; round: number; stage: number };

/** Work to be done outside, at its due time; its answer comes back as an input. */
export type Effect = { dueAt: string } & (
  | {
      kind: 'request.conditions';
      payload: { requestId: string; round: number };
    }
  | { kind: 'request.expiry'; payload: { requestId: string; round: number } }
  | { kind: 'stage.people'; payload: StagePlace & { attempt: number } }
  | { kind: 'stage.reminder'; payload: StagePlace }
  | { kind: 'stage.breach'; payload: StagePlace & { number: number } }
  | { kind: 'stage.seats'; payload: StagePlace }
  | { kind: 'pass.expiry'; payload: { requestId: string } }
);

/** Why an input is not taken. */
export type Refusal = { kind: 'refused'; code: ErrorCode; message: string };

/**
 * What `decide` answers. `repeated`: this was done before, by the same caller,
 * and nothing changes. `again`: the timer that brought the input is not done;
 * deliver it once more at that time.
 */
export type Decided =
  | { kind: 'events'; events: EngineEvent[]; again?: string }
  | { kind: 'repeated' }
  | Refusal;

/** What `step` answers: what was decided, with the state after it and the work that follows. */
export type Step =
  | {
      kind: 'stepped';
      state: RequestState;
      events: EngineEvent[];
      effects: Effect[];
      again?: string;
    }
  | { kind: 'repeated'; state: RequestState }
  | Refusal;
