import { RequestState, StageState, TaskState } from './types';

const ENDED = new Set(['approved', 'rejected', 'skipped', 'closed']);

/** Whether the request can still change its status. */
export function isEnded({ status }: RequestState): boolean {
  return status !== 'in_review' && status !== 'changes_requested';
}

/** Whether the stage is over, however it ended. */
export function hasEnded({ status }: StageState): boolean {
  return ENDED.has(status);
}

/** Whether seats of the stage may be used and its arithmetic runs. */
export function isRunning({ status }: StageState): boolean {
  return status === 'active' || status === 'held';
}

/** The stages of the present round, in their order. */
export function presentStages(state: RequestState): StageState[] {
  return state.stages.filter(stage => stage.round === state.round);
}

/** One stage of one round. */
export function stageAt(
  state: RequestState,
  place: { round: number; stage: number },
): StageState | undefined {
  return state.stages.find(
    ({ round, index }) => round === place.round && index === place.stage,
  );
}

/** A task and the stage that it is a seat of. */
export function findTask(
  state: RequestState,
  taskId: string,
): { stage: StageState; task: TaskState } | undefined {
  for (const stage of state.stages) {
    const task = stage.tasks.find(({ id }) => id === taskId);
    if (task) {
      return { stage, task };
    }
  }
  return undefined;
}

/** Where a stage is, as payloads say it. */
export function placeOf({ round, index }: StageState) {
  return { round, stage: index };
}

/** The seats that count: of approvers, neither handed on nor taken away. */
export function approverSeats(stage: StageState): TaskState[] {
  return stage.tasks.filter(
    ({ kind, status }) =>
      kind === 'approver' && status !== 'reassigned' && status !== 'withdrawn',
  );
}

/** Whether a task seats an approver: open or decided. */
function seatsApprover({ kind, status }: TaskState): boolean {
  return kind === 'approver' && (status === 'open' || status === 'decided');
}

/** The approver's seat of a person who is seated in a stage. */
export function seatOf(
  stage: StageState,
  person: string,
): TaskState | undefined {
  return stage.tasks.find(
    task => task.person === person && seatsApprover(task),
  );
}

/** The people seated as approvers. */
export function seatedApprovers(stage: StageState): string[] {
  return stage.tasks.filter(seatsApprover).map(({ person }) => person);
}

/** The ids of all seats of a stage that are still open. */
export function openTaskIds(stage: StageState): string[] {
  return stage.tasks
    .filter(({ status }) => status === 'open')
    .map(({ id }) => id);
}

/** The people who hold an open approver's seat. */
export function openApprovers(stage: StageState): string[] {
  return stage.tasks
    .filter(({ kind, status }) => kind === 'approver' && status === 'open')
    .map(({ person }) => person);
}
