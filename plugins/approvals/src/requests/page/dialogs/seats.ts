import type {
  Request,
  Stage,
  Task,
} from '@countersign/backstage-plugin-approvals-common';

/** An open approver's seat with its stage. */
export type OpenSeat = { task: Task; stage: Stage };

/** The open approvers' seats of the present round. */
export function openSeats(request: Request): OpenSeat[] {
  return request.stages
    .filter(stage => stage.round === request.round)
    .flatMap(stage =>
      stage.tasks
        .filter(task => task.kind === 'approver' && task.status === 'open')
        .map(task => ({ task, stage })),
    );
}
