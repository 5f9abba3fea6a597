import type {
  Event,
  EventPayload,
} from '@countersign/backstage-plugin-approvals-common';

/** Steps of the machinery: true, but not what one comes for. */
const QUIET = new Set([
  'request.conditions',
  'request.changes_requested',
  'stage.resolving',
  'stage.closed',
  'stage.reminded',
  'stage.resumed',
  'task.unclaimed',
]);

/** True for an event that is shown only with every step; `among` are all that are known. */
export function isQuiet(event: Event, among: readonly Event[]): boolean {
  return QUIET.has(event.type) || isSaidByPass(event, among);
}

/** A run that went on has taken the pass, which names whoever let it: one line is enough. */
function isSaidByPass({ id }: Event, among: readonly Event[]): boolean {
  const first = among.find(({ type }) => type === 'run.resumed');
  return first?.id === id && among.some(({ type }) => type === 'pass.consumed');
}

/** The colour family of an event's mark, and which mark. */
export type EventMark =
  | 'asked'
  | 'approve'
  | 'reject'
  | 'abstain'
  | 'changes'
  | 'comment'
  | 'late'
  | 'held'
  | 'end'
  | 'seal'
  | 'erased'
  | 'goes'
  | 'step';

const MARKS: Record<string, EventMark> = {
  'request.created': 'asked',
  'request.resubmitted': 'asked',
  'request.approved': 'approve',
  'request.rejected': 'reject',
  'request.changes_requested': 'changes',
  'request.withdrawn': 'end',
  'request.cancelled': 'end',
  'request.expired': 'end',
  'request.commented': 'comment',
  'stage.held': 'held',
  'stage.resolving_failed': 'held',
  'stage.approved': 'approve',
  'stage.rejected': 'reject',
  'stage.overdue': 'late',
  'stage.escalated': 'late',
  'task.withdrawn': 'held',
  'pass.consumed': 'goes',
  'policy.activated': 'approve',
  'policy.deactivated': 'end',
  'run.resumed': 'goes',
  'run.done': 'approve',
  'run.failed': 'reject',
  'run.cancelled': 'end',
  'run.gone': 'held',
  'run.bypassed': 'late',
  'run.given_up': 'held',
  'webhook.disabled': 'held',
  'webhook.exhausted': 'late',
  'audit.sealed': 'seal',
  'audit.text_erased': 'erased',
  'audit.retention_applied': 'erased',
};

const DECISION_MARKS = {
  approve: 'approve',
  reject: 'reject',
  abstain: 'abstain',
  request_changes: 'changes',
} as const;

/** The mark of an event. */
export function markOf(event: Event): EventMark {
  if (event.type === 'task.decided') {
    const { decision } = event.payload as EventPayload<'task.decided'>;
    return DECISION_MARKS[decision];
  }
  return MARKS[event.type] ?? 'step';
}

type Removed = EventPayload<'stage.started'>['removed'];

/** Who was found and got no seat, with the reason. */
export function removedIn(event: Event): Removed {
  const removed = event.payload.removed;
  return Array.isArray(removed) ? (removed as Removed) : [];
}

/** Refs of everybody whom an event names. */
export function refsOf(event: Event): string[] {
  const found: string[] = [event.actor];
  const visit = (value: unknown) => {
    if (typeof value === 'string' && /^[a-z]+:[^/\s]+\/[^/\s]+$/.test(value)) {
      found.push(value);
    } else if (value && typeof value === 'object') {
      Object.values(value).forEach(visit);
    }
  };
  visit(event.payload);
  return found;
}
