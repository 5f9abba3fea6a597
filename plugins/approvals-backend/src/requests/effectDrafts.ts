import { Effect } from '../engine';
import { EffectDraft } from '../outbox';
import { Change, requestStream } from './requestRows';

/** The step's effects as the outbox takes them. They have no order: each names what it is about. */
export function effectDrafts(change: Change): EffectDraft[] {
  return change.effects.map(({ kind, dueAt, payload }: Effect) => ({
    kind,
    stream: requestStream(change.after.id),
    payload,
    dueAt,
  }));
}
