import { StageStatus } from '@countersign/backstage-plugin-approvals-common';
import { dueFrom, patchStage, release, withSeats } from './patch';
import { EngineEvent, RequestState, StageState } from './types';

type StageEvent = Extract<EngineEvent, { type: `stage.${string}` }>;
type EventOf<T extends StageEvent['type']> = Extract<StageEvent, { type: T }>;

/** Writes an event of a stage down. */
export function evolveStage(
  state: RequestState,
  event: StageEvent,
): RequestState {
  return patchStage(state, event.payload, stage => changed(stage, event));
}

function changed(stage: StageState, event: StageEvent): StageState {
  switch (event.type) {
    case 'stage.resolving':
      return searching(
        { ...stage, status: 'resolving', startedAt: event.at },
        event,
      );
    case 'stage.retried':
      return searching(stage, event);
    case 'stage.resolving_failed':
      return searchFailed(stage, event);
    case 'stage.started':
      return started(stage, event);
    case 'stage.found':
      return { ...withSeats(stage, event.payload), search: undefined };
    case 'stage.held':
      return {
        ...stage,
        status: 'held',
        reason: event.payload.reason,
        ...dueFrom(event.payload.deadline),
      };
    case 'stage.resumed':
      return { ...stage, status: 'active', reason: undefined };
    case 'stage.reminded':
      return { ...stage, reminded: true };
    case 'stage.overdue':
      return { ...stage, nextBreach: event.payload.next };
    case 'stage.escalated':
      return {
        ...withSeats(stage, event.payload),
        nextBreach: event.payload.next,
      };
    case 'stage.skipped':
      return ended(stage, event, 'skipped');
    case 'stage.approved':
      return ended(stage, event, 'approved');
    case 'stage.rejected':
      return ended(stage, event, 'rejected');
    default:
      return ended(stage, event, 'closed');
  }
}

function searching(
  stage: StageState,
  { at, payload }: EventOf<'stage.resolving' | 'stage.retried'>,
): StageState {
  const { attempt, dueAt } = payload;
  return {
    ...stage,
    attempt,
    search: { attempt, dueAt, since: at, failed: 0 },
  };
}

function searchFailed(
  stage: StageState,
  { payload: { next } }: EventOf<'stage.resolving_failed'>,
): StageState {
  return {
    ...stage,
    attempt: next?.attempt ?? stage.attempt,
    search:
      stage.search && next
        ? { ...stage.search, ...next, failed: stage.search.failed + 1 }
        : undefined,
  };
}

function started(
  stage: StageState,
  { payload }: EventOf<'stage.started'>,
): StageState {
  return {
    ...withSeats(stage, payload),
    status: 'active',
    reason: undefined,
    peopleKnown: true,
    search: undefined,
    ...dueFrom(payload.deadline),
  };
}

function ended(
  stage: StageState,
  {
    at,
    payload,
  }: EventOf<
    'stage.skipped' | 'stage.approved' | 'stage.rejected' | 'stage.closed'
  >,
  status: StageStatus,
): StageState {
  const released = 'released' in payload ? payload.released : [];
  return {
    ...stage,
    status,
    reason: payload.reason,
    search: undefined,
    nextBreach: undefined,
    endedAt: at,
    tasks: release(stage.tasks, released),
  };
}
