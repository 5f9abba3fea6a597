import { Event } from '@countersign/backstage-plugin-approvals-common';
import { EventRow } from '../database';
import { sealedParts } from './sealedParts';

/** An event as the API shows it. */
export function eventView(
  row: EventRow & { text?: string | null; reason?: string | null },
): Event {
  const payload = JSON.parse(row.payload);
  const erased = [...sealedParts(payload).keys()].filter(
    part => typeof row[part] !== 'string',
  );
  return {
    id: row.id,
    stream: row.stream,
    seq: row.seq,
    type: row.type,
    at: row.at,
    actor: row.actor,
    ...(row.on_behalf_of !== null && { onBehalfOf: row.on_behalf_of }),
    payload,
    ...(typeof row.text === 'string' && { text: row.text }),
    ...(typeof row.reason === 'string' && { reason: row.reason }),
    ...(erased.length > 0 && { erased }),
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
