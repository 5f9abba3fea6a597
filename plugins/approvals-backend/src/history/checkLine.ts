import {
  Event,
  TextPart,
} from '@countersign/backstage-plugin-approvals-common';
import canonicalize from 'canonicalize';
import { EventRow, KeptTextRow } from '../database';
import { lineHash, StreamHead } from './chain';
import { sealText } from './seal';
import { sealedParts, TextualPayload } from './sealedParts';

/** A text of a line that is said to be erased, and by which event. */
export type ErasedPart = { part: TextPart; by: string };

/** What is wrong with a line, if anything, and which of its texts are said to be erased. */
export type LineCheck = { seq: number; reason?: string; erased: ErasedPart[] };

/** Checks a line against the one before it and against its texts. */
export function checkLine(
  before: StreamHead,
  row: EventRow,
  texts: readonly KeptTextRow[],
): LineCheck {
  const seq = before.seq + 1;
  if (row.seq > seq) {
    return { seq, erased: [], reason: 'the line is missing' };
  }
  if (row.seq < seq) {
    return { seq: row.seq, erased: [], reason: 'the line has no place here' };
  }
  if (row.previous_hash !== before.hash) {
    const reason = 'the line does not follow on the one before it';
    return { seq, erased: [], reason };
  }
  const payload = readCanonical(row.payload);
  if (!payload || hashOf(row, payload) !== row.hash) {
    return { seq, erased: [], reason: 'the line was changed' };
  }
  return { seq, ...checkTexts(payload, texts) };
}

/** The hash that a line should have by what it says. */
export function hashOfEvent(event: Event): string {
  const { previousHash, onBehalfOf, ...line } = event;
  const { id, stream, seq, type, actor, at, payload } = line;
  return lineHash(previousHash, {
    id,
    stream,
    seq,
    type,
    actor,
    onBehalfOf: onBehalfOf ?? null,
    at,
    payload,
  });
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

function hashOf(row: EventRow, payload: TextualPayload): string {
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

/** The payload, unless its text is another than the one that was hashed. */
function readCanonical(text: string): TextualPayload | undefined {
  try {
    const payload = JSON.parse(text);
    return canonicalize(payload) === text ? payload : undefined;
  } catch {
    return undefined;
  }
}

function checkTexts(
  payload: TextualPayload,
  texts: readonly KeptTextRow[],
): Omit<LineCheck, 'seq'> {
  const promised = sealedParts(payload);
  const erased: ErasedPart[] = [];
  for (const row of texts) {
    const hash = promised.get(row.part);
    if (row.text !== null && sealText(row.text, row.salt).textHash !== hash) {
      return { erased: [], reason: `its ${row.part} was changed` };
    }
    if (row.text === null) {
      erased.push({ part: row.part, by: row.erased_by });
    }
    promised.delete(row.part);
  }
  const [gone] = promised.keys();
  return gone
    ? { erased: [], reason: `its ${gone} is gone, and no event says why` }
    : { erased };
}
