import { Cause, StageRef } from './types';

/** The name of a stage in causes and maps. */
export function stageKey({ round, stage }: StageRef): string {
  return `${round}.${stage}`;
}

/** A notice to decide a seat. */
export function seatCause(taskId: string): Cause {
  return `seat ${taskId}`;
}

/** A notice that a stage cannot go on without help. */
export function heldCause(place: StageRef): Cause {
  return `held ${stageKey(place)}`;
}

/** A notice to others than the seated that a stage is overdue. */
export function overdueCause(place: StageRef): Cause {
  return `overdue ${stageKey(place)}`;
}

/** A notice to the requester that changes are awaited. */
export function changesCause(round: number): Cause {
  return `changes ${round}`;
}
