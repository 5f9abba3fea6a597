import { createHash } from 'node:crypto';
import { EventType } from '@countersign/backstage-plugin-approvals-common';
import canonicalize from 'canonicalize';
import { EventRow, EventTextRow } from '../database';

/** The last line of a stream. */
export type StreamHead = { seq: number; hash: string };

/** What stands before the first line of a stream. */
export const NO_HEAD: StreamHead = { seq: 0, hash: '0'.repeat(64) };

/** The stream of what concerns all history: seals, and what was taken out of it. */
export const AUDIT_STREAM = 'audit';

/** A text that belongs to an event; its hash stands in the payload. */
type TextDraft = { salt: string; text: string };

/** A line of history, before it gets its place in a stream. */
export type EventDraft = {
  /** UUIDv7. */
  id: string;
  type: EventType;
  /** A person, a service, or `system:…`. */
  actor: string;
  onBehalfOf?: string;
  /** UTC with milliseconds. */
  at: string;
  payload: Record<string, unknown>;
  /** The comment or reason. */
  text?: TextDraft;
  /** Why an administrator decided in somebody's stead. */
  reason?: TextDraft;
};

/** What a line's hash covers, besides the hash before it. */
export type HashedLine = {
  id: string;
  stream: string;
  seq: number;
  type: string;
  actor: string;
  onBehalfOf: string | null;
  at: string;
  payload: unknown;
};

/**
 * Adds lines to a stream's hash chain. Each hash is SHA-256 over the 32 bytes
 * of the hash before it and the UTF-8 of the line as canonical JSON (RFC 8785).
 */
export function chainEvents(
  stream: string,
  head: StreamHead | undefined,
  drafts: readonly EventDraft[],
): { events: EventRow[]; texts: EventTextRow[]; head: StreamHead } {
  const events: EventRow[] = [];
  let last = head ?? NO_HEAD;
  for (const draft of drafts) {
    const row = toRow(stream, last, draft);
    events.push(row);
    last = { seq: row.seq, hash: row.hash };
  }
  return { events, texts: drafts.flatMap(textRows), head: last };
}

/** The hash of a line that follows `previousHash` (hex). */
export function lineHash(previousHash: string, line: HashedLine): string {
  return createHash('sha256')
    .update(Buffer.from(previousHash, 'hex'))
    .update(canonicalize(line) ?? '', 'utf8')
    .digest('hex');
}

function toRow(stream: string, last: StreamHead, draft: EventDraft): EventRow {
  const { id, type, actor, onBehalfOf, at } = draft;
  const seq = last.seq + 1;
  const line: HashedLine = {
    id,
    stream,
    seq,
    type,
    actor,
    onBehalfOf: onBehalfOf ?? null,
    at,
    payload: draft.payload,
  };
  return {
    id,
    stream,
    seq,
    type,
    actor,
    on_behalf_of: line.onBehalfOf,
    at,
    payload: canonicalize(draft.payload) ?? '{}',
    previous_hash: last.hash,
    hash: lineHash(last.hash, line),
  };
}

function textRows({ id, text, reason }: EventDraft): EventTextRow[] {
  return [
    ...(text ? [{ event_id: id, part: 'text' as const, ...only(text) }] : []),
    ...(reason
      ? [{ event_id: id, part: 'reason' as const, ...only(reason) }]
      : []),
  ];
}

const only = ({ salt, text }: TextDraft) => ({ salt, text });
