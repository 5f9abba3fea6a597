import { Effect } from '../engine';
import { EffectDraft } from '../outbox';
import { requestStream } from './stream';

/** A step's effects as the outbox takes them. They have no order: each names what it is about. */
export function effectDrafts(id: string, effects: Effect[]): EffectDraft[] {
  return effects.filter(isHandled).map(({ kind, dueAt, payload }) => ({
    kind,
    stream: requestStream(id),
    payload,
    dueAt,
  }));
}

/**
 * Reminders wait until there are notices to remind with: history must not say
 * that people were told who were not, and due rows that nobody takes would
 * stand in the way of all others.
 */
function isHandled({ kind }: Effect): boolean {
  return kind !== 'stage.reminder';
}
