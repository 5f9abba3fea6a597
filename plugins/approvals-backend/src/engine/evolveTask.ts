import { open, patchStage, patchTask, release } from './patch';
import {
  DecisionState,
  EngineEvent,
  RequestState,
  StageState,
  TaskState,
} from './types';

type TaskEvent = Extract<EngineEvent, { type: `task.${string}` }>;
type EventOf<T extends TaskEvent['type']> = Extract<TaskEvent, { type: T }>;

/** Writes an event of a task down. */
export function evolveTask(
  state: RequestState,
  event: TaskEvent,
): RequestState {
  return patchStage(state, event.payload, stage => changed(stage, event));
}

function changed(stage: StageState, event: TaskEvent): StageState {
  switch (event.type) {
    case 'task.assigned':
      return assigned(stage, event);
    case 'task.reassigned':
      return reassigned(stage, event);
    default:
      return {
        ...stage,
        tasks: patchTask(stage.tasks, event.payload.taskId, task =>
          changedTask(task, event),
        ),
      };
  }
}

function changedTask(
  task: TaskState,
  event: EventOf<
    'task.decided' | 'task.withdrawn' | 'task.claimed' | 'task.unclaimed'
  >,
): TaskState {
  switch (event.type) {
    case 'task.decided':
      return { ...task, status: 'decided', decision: decisionOf(event) };
    case 'task.withdrawn':
      return {
        ...task,
        status: 'withdrawn',
        withdrawnReason: event.payload.reason,
      };
    case 'task.claimed':
      return { ...task, claimedAt: event.at, claimedBy: event.actor };
    default:
      return { ...task, claimedAt: undefined, claimedBy: undefined };
  }
}

function decisionOf(event: EventOf<'task.decided'>): DecisionState {
  const { decision, override, textHash } = event.payload;
  return {
    decision,
    by: event.actor,
    onBehalfOf: event.onBehalfOf,
    override,
    textHash,
    at: event.at,
  };
}

function assigned(
  stage: StageState,
  { payload }: EventOf<'task.assigned'>,
): StageState {
  const { seat, isNew, endsSearch, releasedObservers } = payload;
  const tasks = isNew
    ? [...release(stage.tasks, releasedObservers), ...open([seat])]
    : patchTask(stage.tasks, seat.taskId, task => ({
        ...task,
        origin: seat.origin,
        rules: seat.rules,
      }));
  return endsSearch
    ? { ...stage, tasks, peopleKnown: true, search: undefined }
    : { ...stage, tasks };
}

function reassigned(
  stage: StageState,
  { payload }: EventOf<'task.reassigned'>,
): StageState {
  const handedOn = patchTask(stage.tasks, payload.taskId, task => ({
    ...task,
    status: 'reassigned',
  }));
  return {
    ...stage,
    tasks: [
      ...release(handedOn, payload.releasedObservers),
      ...open([payload.seat], payload.taskId),
    ],
  };
}
