import {
  EventPayload,
  RequestEventType,
} from '@countersign/backstage-plugin-approvals-common';

/** A line of a request's history, read by its type. Types that are not known here are passed over. */
export type Line = {
  [T in RequestEventType]: {
    type: T;
    actor: string;
    payload: EventPayload<T>;
  };
}[RequestEventType];

/** The types that tell somebody something, or settle what was told. */
export const NOTEWORTHY: ReadonlySet<string> = new Set<RequestEventType>([
  'request.approved',
  'request.rejected',
  'request.changes_requested',
  'request.resubmitted',
  'request.withdrawn',
  'request.cancelled',
  'request.expired',
  'stage.started',
  'stage.found',
  'stage.held',
  'stage.resumed',
  'stage.escalated',
  'stage.reminded',
  'stage.overdue',
  'stage.approved',
  'stage.rejected',
  'stage.closed',
  'task.decided',
  'task.assigned',
  'task.reassigned',
  'task.withdrawn',
  'pass.expired',
]);
