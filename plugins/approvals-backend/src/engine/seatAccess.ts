import { refuseBarredCaller, refuseSeatedElsewhere } from './bars';
import { refuseStranger } from './callers';
import { Caller } from './inputs';
import { refuse } from './refusals';
import { Refusal, RequestState, StageState, TaskState } from './types';

/** By what right somebody acts on a seat. */
export type Access =
  | { kind: 'seated' }
  | { kind: 'delegate'; onBehalfOf: string }
  | { kind: 'override' };

/**
 * By what right the caller may act on an approver's seat, or why not. In this
 * order: kind of task, User of the catalog, seat or delegation or override,
 * bars, seated elsewhere in the stage.
 */
export function seatAccess(
  state: RequestState,
  stage: StageState,
  task: TaskState,
  caller: Caller,
  wantsOverride: boolean,
): Access | Refusal {
  if (task.kind === 'observer') {
    return refuse('observer');
  }
  const stranger = refuseStranger(caller);
  if (stranger) {
    return stranger;
  }
  const access = rightTo(task, caller, wantsOverride);
  if (access.kind === 'refused') {
    return access;
  }
  return (
    refuseBarredCaller(state, stage, caller.ref) ??
    refuseSeatedElsewhere(stage, task.id, caller.ref) ??
    access
  );
}

function rightTo(
  { person }: TaskState,
  { ref, delegators, may }: Caller,
  wantsOverride: boolean,
): Access | Refusal {
  if (person === ref) {
    return { kind: 'seated' };
  }
  if (delegators.some(given => given.person === person && given.isUser)) {
    return { kind: 'delegate', onBehalfOf: person };
  }
  if (!wantsOverride) {
    return refuse('notAssigned');
  }
  return may.override ? { kind: 'override' } : refuse('notYours');
}
