import { Event } from '@countersign/backstage-plugin-approvals-common';
import { EventRow } from '../database';

/** An event as the API shows it. */
export function eventView(
  row: EventRow & { text?: string | null; reason?: string | null },
): Event {
  return {
    id: row.id,
    stream: row.stream,
    seq: row.seq,
    type: row.type,
    at: row.at,
    actor: row.actor,
    ...(row.on_behalf_of !== null && { onBehalfOf: row.on_behalf_of }),
    payload: JSON.parse(row.payload),
    ...(typeof row.text === 'string' && { text: row.text }),
    ...(typeof row.reason === 'string' && { reason: row.reason }),
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
