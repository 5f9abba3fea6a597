import { v7 as uuidv7 } from 'uuid';
import { EventDraft, sealText } from '..';

/** Seconds after nine in the morning. */
export const at = (second: number) =>
  new Date(Date.UTC(2026, 10, 24, 9, 0, second)).toISOString();

/** A comment, with its text sealed. */
export function comment(
  text: string,
  second: number = 0,
  actor: string = 'user:default/alice',
): EventDraft {
  const sealed = sealText(text, 'ab'.repeat(32));
  return {
    id: uuidv7(),
    type: 'request.commented',
    actor,
    at: at(second),
    payload: { round: 1, textHash: sealed.textHash },
    text: sealed,
  };
}

/** A decision by override: two texts at once. */
export function override(comments: string, why: string): EventDraft {
  const text = sealText(comments, 'cd'.repeat(32));
  const reason = sealText(why, 'ef'.repeat(32));
  return {
    id: uuidv7(),
    type: 'task.decided',
    actor: 'user:default/erin',
    at: at(9),
    payload: {
      decision: 'approve',
      override: { reasonHash: reason.textHash },
      textHash: text.textHash,
    },
    text,
    reason,
  };
}
