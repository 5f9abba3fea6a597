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
  /**
   * It can wait a little: it goes by a channel of its own, so that thousands of
   * these do not hold up the others. Its kind must be done at leisure, too, or
   * nobody does it.
   */
  atLeisure?: boolean;
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

/** The channel of those effects of a kind that can wait. */
export const leisureOf = (kind: string) => `${kind}:leisure`;

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
  return drafts.map(draft => ({
    id: uuidv7(),
    kind: draft.kind,
    payload: JSON.stringify(draft.payload),
    stream: draft.stream,
    lane: draft.lane ?? null,
    channel: channelOf(draft),
    due_at: draft.dueAt,
    created_at: now,
  }));
}

function channelOf({ kind, channel, atLeisure }: EffectDraft): string {
  return channel ?? (atLeisure ? leisureOf(kind) : kind);
}
