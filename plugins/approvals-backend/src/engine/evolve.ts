import { evolveStage } from './evolveStage';
import { evolveTask } from './evolveTask';
import { patchStage } from './patch';
import { EngineEvent, NewRequest, RequestState, StageState } from './types';

type EventOf<T extends EngineEvent['type']> = Extract<EngineEvent, { type: T }>;

/**
 * Writes an event down. It decides nothing: folded over a stored history it
 * gives the stored state.
 *
 * @throws Error when a request's first event is not `request.created`, or a
 * later one is.
 */
export function evolve(
  state: RequestState | NewRequest,
  event: EngineEvent,
): RequestState {
  if (state.status === 'new') {
    if (event.type !== 'request.created') {
      throw new Error(`A history cannot begin with '${event.type}'`);
    }
    return created(state, event);
  }
  switch (event.type) {
    case 'request.created':
      throw new Error(`Request '${state.id}' was created twice`);
    case 'request.approved':
      return ended(state, event, 'approved', event.payload.reason);
    case 'request.rejected':
      return ended(state, event, 'rejected', event.payload.reason);
    case 'request.withdrawn':
      return ended(state, event, 'withdrawn');
    case 'request.cancelled':
      return ended(state, event, 'cancelled');
    case 'request.expired':
      return ended(state, event, 'expired');
    case 'request.changes_requested':
      return { ...state, status: 'changes_requested' };
    case 'request.resubmitted':
      return resubmitted(state, event);
    case 'request.conditions':
      return withConditionErrors(state, event);
    case 'request.commented':
      return state;
    case 'pass.created':
    case 'pass.consumed':
    case 'pass.revoked':
    case 'pass.expired':
      return evolvePass(state, event);
    case 'task.decided':
    case 'task.assigned':
    case 'task.reassigned':
    case 'task.withdrawn':
    case 'task.claimed':
    case 'task.unclaimed':
      return evolveTask(state, event);
    default:
      return evolveStage(state, event);
  }
}

function created(
  { definition }: NewRequest,
  { at, payload }: EventOf<'request.created'>,
): RequestState {
  const { stages, ...head } = payload;
  return {
    ...head,
    status: 'in_review',
    round: 1,
    roundStartedAt: at,
    createdAt: at,
    definition,
    stages: waitingStages(stages, 1),
  };
}

function withConditionErrors(
  state: RequestState,
  { payload: { round, results } }: EventOf<'request.conditions'>,
): RequestState {
  return results.reduce(
    (before, { stage, error }) =>
      error === undefined
        ? before
        : patchStage(before, { round, stage }, failed => ({
            ...failed,
            conditionError: error,
          })),
    state,
  );
}

function waitingStages(
  stages: { name: string; group?: number }[],
  round: number,
): StageState[] {
  return stages.map(({ name, group }, index) => ({
    index,
    round,
    name,
    group,
    status: 'waiting',
    peopleKnown: false,
    attempt: 0,
    reminded: false,
    tasks: [],
  }));
}

function ended(
  state: RequestState,
  { at }: EngineEvent,
  status: RequestState['status'],
  reason?: string,
): RequestState {
  return { ...state, status, reason, completedAt: at };
}

function resubmitted(
  state: RequestState,
  { at, payload }: EventOf<'request.resubmitted'>,
): RequestState {
  const before = state.stages.filter(({ round }) => round === state.round);
  return {
    ...state,
    status: 'in_review',
    round: payload.round,
    roundStartedAt: at,
    digest: payload.digest,
    expiresAt: payload.expiresAt,
    stages: [...state.stages, ...waitingStages(before, payload.round)],
  };
}

function evolvePass(
  state: RequestState,
  event: EventOf<
    'pass.created' | 'pass.consumed' | 'pass.revoked' | 'pass.expired'
  >,
): RequestState {
  const { at, actor } = event;
  if (event.type === 'pass.created') {
    return {
      ...state,
      pass: { status: 'open', createdAt: at, ...event.payload },
    };
  }
  if (!state.pass) {
    throw new Error(`Request '${state.id}' has no pass for '${event.type}'`);
  }
  switch (event.type) {
    case 'pass.consumed':
      return {
        ...state,
        pass: {
          ...state.pass,
          status: 'consumed',
          consumer: event.payload.consumer,
          initiator: event.payload.initiator,
          consumedAt: at,
        },
      };
    case 'pass.revoked':
      return {
        ...state,
        pass: {
          ...state.pass,
          status: 'revoked',
          revokedBy: actor,
          revokedAt: at,
        },
      };
    default:
      return { ...state, pass: { ...state.pass, status: 'over' } };
  }
}
