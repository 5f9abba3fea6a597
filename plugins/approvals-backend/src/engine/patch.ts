import {
  EventPayload,
  Seat,
} from '@countersign/backstage-plugin-approvals-common';
import { RequestState, StageState, TaskState } from './types';

/** The state with one stage changed. */
export function patchStage(
  state: RequestState,
  place: { round: number; stage: number },
  change: (stage: StageState) => StageState,
): RequestState {
  return {
    ...state,
    stages: state.stages.map(stage =>
      stage.round === place.round && stage.index === place.stage
        ? change(stage)
        : stage,
    ),
  };
}

/** The tasks with one changed. */
export function patchTask(
  tasks: TaskState[],
  taskId: string,
  change: (task: TaskState) => TaskState,
): TaskState[] {
  return tasks.map(task => (task.id === taskId ? change(task) : task));
}

/** The tasks with those named released. */
export function release(tasks: TaskState[], released: string[]): TaskState[] {
  const ids = new Set(released);
  return tasks.map(task =>
    ids.has(task.id) ? { ...task, status: 'released' } : task,
  );
}

/** The stage with seats opened, kept ones changed, and observers' seats released. */
export function withSeats(
  stage: StageState,
  {
    seats,
    kept = [],
    releasedObservers,
  }: Pick<EventPayload<'stage.found'>, 'seats' | 'releasedObservers'> &
    Partial<Pick<EventPayload<'stage.found'>, 'kept'>>,
): StageState {
  const changes = new Map(kept.map(seat => [seat.taskId, seat]));
  const tasks = stage.tasks.map(task => {
    const { origin, rules } = changes.get(task.id) ?? task;
    return { ...task, origin, rules };
  });
  return {
    ...stage,
    tasks: [...release(tasks, releasedObservers), ...open(seats)],
  };
}

/** Fresh tasks for seats that an event opens. */
export function open(seats: Seat[], replaces?: string): TaskState[] {
  return seats.map(({ taskId, ...seat }) => ({
    id: taskId,
    ...seat,
    status: 'open',
    replaces,
  }));
}

/** What a stage's deadline sets, the first time it is known. */
export function dueFrom(
  deadline: EventPayload<'stage.started'>['deadline'],
): Partial<StageState> {
  return deadline
    ? { ...deadline, nextBreach: { number: 0, dueAt: deadline.dueAt } }
    : {};
}
