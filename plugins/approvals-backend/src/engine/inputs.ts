import {
  DecisionKind,
  Execution,
  Subject,
} from '@countersign/backstage-plugin-approvals-common';

/** Somebody whose running delegation to the caller covers the request's policy. */
export type Delegator = { person: string; isUser: boolean };

/** Who sends a command, with all that was looked up about them. */
export type Caller = {
  kind: 'user' | 'service';
  /** A user ref, or the service's subject. */
  ref: string;
  /** What acts for the person: a token, a plugin, a template. */
  actor?: string;
  /** Whether the catalog has this person as a User. False for a service. */
  isUser: boolean;
  delegators: readonly Delegator[];
  /** Permissions, already resolved. */
  may: {
    override: boolean;
    reassign: boolean;
    cancel: boolean;
    consume: boolean;
  };
  /** Whether the caller is, or belongs to, the policy's owner. */
  ownsPolicy: boolean;
};

/**
 * What a rule gave. `people` as the rule named them; of these, the input's
 * `notUsers` are the ones that the catalog does not have.
 */
export type RuleResult =
  | { people: readonly string[] }
  | { failure: RuleFailure; message: string };

/**
 * `expression`: it failed and will fail again. `unreachable`: the catalog has
 * no such group or entity. `resolver`: worth another try.
 */
export type RuleFailure = 'expression' | 'unreachable' | 'resolver';

type From<T extends string> = T extends string
  ? { type: T; now: string; caller: Caller }
  : never;

/** Makes the request. */
export type CreateInput = From<'create'> & {
  id: string;
  requester?: string;
  involved?: readonly string[];
  subject: Subject;
  digest: string;
  /** Its `executor` is the service that its kind belongs to, if it belongs to one. */
  execution?: Execution;
  /** Those named by this input whom the catalog does not have as Users. */
  unknownPeople: readonly string[];
};

/** Decides a seat. Hashes are of salt and text; absent: no words were given. */
export type DecideInput = From<'decide'> & {
  taskId: string;
  decision: DecisionKind;
  textHash?: string;
  override?: { reasonHash?: string };
};

/** Hands a seat on. */
export type ReassignInput = From<'reassign'> & {
  taskId: string;
  person: string;
  personIsUser: boolean;
  newTaskId: string;
  textHash?: string;
};

/** Seats somebody. `rules`: the approver rules that the seat stands in for. */
export type AssignInput = From<'assign'> & {
  stage: number;
  person: string;
  personIsUser: boolean;
  newTaskId: string;
  rules?: readonly number[];
  textHash?: string;
};

/** Starts the next round. `digest` is that of the new context. */
export type ResubmitInput = From<'resubmit'> & {
  digest: string;
  /** The round that it answers: what was written for another one comes too late. */
  round?: number;
  textHash?: string;
};

/** Takes the right to act on the approval. */
export type ConsumeInput = From<'consume'> & {
  consumer: string;
  policyKey: string;
  digest: string;
  /** Who let the run go on; absent: a service did. */
  initiator?: string;
};

/** What a caller asks for. */
export type Command =
  | CreateInput
  | DecideInput
  | (From<'claim' | 'unclaim'> & { taskId: string })
  | ReassignInput
  | AssignInput
  | (From<'retry'> & { stage: number })
  | (From<'comment' | 'withdraw' | 'cancel' | 'revoke'> & { textHash?: string })
  | ResubmitInput
  | ConsumeInput;

type Delivered<T extends string> = { type: T; now: string; round: number };
type OfStage<T extends string> = Delivered<T> & {
  stage: number;
  /** Holders of open seats who are no longer Users of the catalog. */
  leavers: readonly string[];
};

/** The results of the round's conditions; stages without one may be left out. */
export type ConditionsInput = Delivered<'conditionsEvaluated'> & {
  results: readonly { stage: number; skip: boolean; error?: string }[];
};

/** Who was found, rule by rule in the order of the definition. */
export type PeopleFoundInput = OfStage<'peopleFound'> & {
  attempt: number;
  approvers: readonly RuleResult[];
  observers: readonly RuleResult[];
  notUsers: readonly string[];
  /** Fresh ids for the seats, at least as many as `idsNeeded` says. */
  taskIds: readonly string[];
};

/** A deadline is over. `escalation` are the results of `escalateTo`, where the policy has it. */
export type BreachInput = OfStage<'breachDue'> & {
  number: number;
  escalation: readonly RuleResult[];
  notUsers: readonly string[];
  taskIds: readonly string[];
};

/** What a worker brings. */
export type Delivery =
  | ConditionsInput
  | PeopleFoundInput
  | OfStage<'reminderDue'>
  | OfStage<'seatsChecked'>
  | BreachInput
  | Delivered<'expiryDue'>
  | { type: 'passExpiryDue'; now: string };

/** Whatever arrives. */
export type Input = Command | Delivery;

/** The input of one type. */
export type InputOf<T extends Input['type']> = Extract<Input, { type: T }>;
