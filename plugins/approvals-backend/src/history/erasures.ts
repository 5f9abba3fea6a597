import {
  EventPayload,
  TextPart,
} from '@countersign/backstage-plugin-approvals-common';
import { EventRow } from '../database';
import { AUDIT_STREAM } from './chain';

/** A text that is not there any more, and the event that should say so. */
export type Erasure = {
  eventId: string;
  stream: string;
  seq: number;
  part: TextPart;
  /** The id of the event that is said to have erased it. */
  by: string;
};

/** True when an event says that this text was erased. */
export function tellsOf(
  event: Pick<EventRow, 'stream' | 'type' | 'payload'> | undefined,
  { eventId, stream, part }: Erasure,
): boolean {
  if (event?.stream !== AUDIT_STREAM) {
    return false;
  }
  if (event.type === 'audit.text_erased') {
    const erased: EventPayload<'audit.text_erased'> = JSON.parse(event.payload);
    return erased.eventId === eventId && erased.part === part;
  }
  if (event.type === 'audit.retention_applied') {
    const applied: EventPayload<'audit.retention_applied'> = JSON.parse(
      event.payload,
    );
    return (
      applied.what === 'texts' &&
      applied.requests.some(id => stream === `request:${id}`)
    );
  }
  return false;
}
