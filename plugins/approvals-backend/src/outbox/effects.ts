import { OutboxRow } from '../database';
import { v7 as uuidv7 } from 'uuid';

/** Work to be done outside, from its due time on. */
export type EffectDraft = {
  /** Which handler does it, such as `stage.people`. */
  kind: string;
  /** What it is about, such as `request:<id>`. */
  stream: string;
  /** Effects of one lane go one after the other, in the order in which they were added. */
  lane?: string;
  /** Effects of one channel share a limit of what runs at once. The kind, when left out. */
  channel?: string;
  payload: Record<string, unknown>;
  /** UTC with milliseconds. */
  dueAt: string;
};

/** An effect that was claimed. */
export type Effect = {
  /** Stays the same however often the effect is delivered. */
  id: string;
  kind: string;
  stream: string;
  lane?: string;
  channel: string;
  payload: unknown;
  /** From 1. */
  attempt: number;
  /** Where it stands in the queue. */
  position: number | string;
  /** Proves that it is ours: what was claimed anew is not ours any more. */
  lease: string;
};

/** What a new row of the outbox has; the database gives it its position. */
export const OUTBOX_COLUMNS = [
  'id',
  'kind',
  'payload',
  'stream',
  'lane',
  'channel',
  'due_at',
  'created_at',
] as const satisfies readonly (keyof OutboxRow)[];

/** The rows that add effects to the outbox, for whoever writes them with other rows. */
export function outboxRows(
  drafts: readonly EffectDraft[],
  now: string,
): OutboxRow[] {
  return drafts.map(({ kind, stream, lane, channel, payload, dueAt }) => ({
    id: uuidv7(),
    kind,
    payload: JSON.stringify(payload),
    stream,
    lane: lane ?? null,
    channel: channel ?? kind,
    due_at: dueAt,
    created_at: now,
  }));
}
