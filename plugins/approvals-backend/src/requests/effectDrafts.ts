import { Effect } from '../engine';
import { EffectDraft } from '../outbox';
import { requestStream } from './stream';

/** A step's effects as the outbox takes them. They have no order: each names what it is about. */
export function effectDrafts(id: string, effects: Effect[]): EffectDraft[] {
  return effects.map(({ kind, dueAt, payload }) => ({
    kind,
    stream: requestStream(id),
    payload,
    dueAt,
  }));
}
