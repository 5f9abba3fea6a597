import canonicalize from 'canonicalize';
import { EventRow, EventTextRow } from '../database';
import { lineHash, StreamHead } from './chain';
import { sealText } from './seal';

/** What is wrong with a line, if anything, and how many of its texts were erased. */
export type LineCheck = { seq: number; reason?: string; erased: number };

/** Checks a line against the one before it and against its texts. */
export function checkLine(
  before: StreamHead,
  row: EventRow,
  texts: readonly EventTextRow[],
): LineCheck {
  const seq = before.seq + 1;
  if (row.seq > seq) {
    return { seq, erased: 0, reason: 'the line is missing' };
  }
  if (row.seq < seq) {
    return { seq: row.seq, erased: 0, reason: 'the line has no place here' };
  }
  if (row.previous_hash !== before.hash) {
    const reason = 'the line does not follow on the one before it';
    return { seq, erased: 0, reason };
  }
  const payload = readCanonical(row.payload);
  if (!payload || hashOf(row, payload) !== row.hash) {
    return { seq, erased: 0, reason: 'the line was changed' };
  }
  return { seq, ...checkTexts(payload, texts) };
}

/** Checks the head of a stream against the last line that was found. */
export function checkHead(
  last: StreamHead,
  head: StreamHead,
): { seq: number; reason: string } | undefined {
  if (last.seq < head.seq) {
    const reason = `the end is cut off: ${head.seq} lines were written, ${last.seq} are there`;
    return { seq: last.seq + 1, reason };
  }
  if (last.seq > head.seq) {
    const reason = 'the line stands after the end of its stream';
    return { seq: head.seq + 1, reason };
  }
  return last.hash === head.hash
    ? undefined
    : {
        seq: last.seq,
        reason: 'the line is not the one that was written last',
      };
}

function hashOf(row: EventRow, payload: Payload): string {
  return lineHash(row.previous_hash, {
    id: row.id,
    stream: row.stream,
    seq: row.seq,
    type: row.type,
    actor: row.actor,
    onBehalfOf: row.on_behalf_of,
    at: row.at,
    payload,
  });
}

type Payload = { textHash?: unknown; override?: { reasonHash?: unknown } };

/** The payload, unless its text is another than the one that was hashed. */
function readCanonical(text: string): Payload | undefined {
  try {
    const payload = JSON.parse(text);
    return canonicalize(payload) === text ? payload : undefined;
  } catch {
    return undefined;
  }
}

function checkTexts(
  { textHash, override }: Payload,
  texts: readonly EventTextRow[],
): { erased: number; reason?: string } {
  const hashes = { text: textHash, reason: override?.reasonHash };
  const changed = texts.find(
    ({ part, text, salt }) => sealText(text, salt).textHash !== hashes[part],
  );
  if (changed) {
    return { erased: 0, reason: `its ${changed.part} was changed` };
  }
  const promised = Object.values(hashes).filter(hash => hash !== undefined);
  return { erased: promised.length - texts.length };
}
