import {
  PolicyDefinition,
  Seat,
} from '@countersign/backstage-plugin-approvals-common';
import { RuleResult } from './inputs';
import { idsNeeded } from './people';
import { step } from './step';
import { EngineEvent, RequestState, StageState } from './types';
import { StageView, stageView } from './view';

/** What is known of the request that is tried out. */
export type SimulatedRequest = {
  requester: string;
  actor?: string;
  involved?: readonly string[];
  now: string;
};

/** Whom the rules of a stage found. */
export type SimulatedPeople = {
  approvers: readonly RuleResult[];
  observers: readonly RuleResult[];
  notUsers: readonly string[];
};

type Opened = Extract<EngineEvent, { type: 'stage.started' }>['payload'];

/** How a stage would begin if its turn came now, with nobody having approved another one. */
export type SimulatedStage = {
  status: StageState['status'];
  reason?: string;
  view: StageView;
  seats: Seat[];
  removed: Opened['removed'];
  leftOut: Opened['leftOut'];
  dueAt?: string;
};

const SERVICE = 'system:simulation';

/** Tries one stage out, by letting the engine run a request of this stage alone. */
export function simulateStage(
  definition: PolicyDefinition,
  index: number,
  request: SimulatedRequest,
  people: SimulatedPeople,
): SimulatedStage {
  const resolving = begin(definition, index, request);
  const found = step(resolving, {
    type: 'peopleFound',
    now: request.now,
    round: 1,
    stage: 0,
    attempt: 1,
    leavers: [],
    taskIds: Array.from(
      { length: idsNeeded(people.approvers, people.observers) },
      (_, number) => String(number),
    ),
    ...people,
  });
  if (found.kind !== 'stepped') {
    throw new Error('People that were found cannot be refused');
  }
  const [stage] = found.state.stages;
  const opened = found.events.find(({ type }) => type === 'stage.started') as
    | Extract<EngineEvent, { type: 'stage.started' }>
    | undefined;
  const isSearching = stage.status === 'resolving';
  return {
    status: isSearching ? 'held' : stage.status,
    reason: isSearching ? 'resolving_failed' : stage.reason,
    view: stageView(found.state, stage, request.now),
    seats: opened?.payload.seats ?? [],
    removed: opened?.payload.removed ?? [],
    leftOut: opened?.payload.leftOut ?? [],
    dueAt: stage.dueAt,
  };
}

function begin(
  definition: PolicyDefinition,
  index: number,
  { requester, actor, involved, now }: SimulatedRequest,
): RequestState {
  const alone = {
    ...definition,
    stages: [
      {
        ...definition.stages[index],
        skipIf: undefined,
        parallelGroup: undefined,
      },
    ],
  };
  const begun = step(
    { status: 'new', definition: alone, policyVersion: 1 },
    {
      type: 'create',
      now,
      id: 'simulation',
      caller: {
        kind: 'service',
        ref: SERVICE,
        actor,
        isUser: false,
        delegators: [],
        may: {
          override: false,
          reassign: false,
          cancel: false,
          consume: false,
        },
        ownsPolicy: false,
      },
      requester,
      involved,
      subject: { type: definition.subjectType, id: '-', title: '-' },
      digest: '',
      unknownPeople: [],
    },
  );
  if (begun.kind !== 'stepped') {
    throw new Error(`A stage of '${definition.key}' cannot be tried out`);
  }
  return begun.state;
}
