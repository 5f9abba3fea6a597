import {
  Event,
  eventPayloads,
  eventSchema,
  EventPayload,
  ID_SHAPE,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';

/** What a line of a copy can be compared by. */
export type CopyLine =
  | { kind: 'event'; event: Event }
  | { kind: 'seal'; seal: EventPayload<'audit.sealed'> }
  /** True JSON that tells nothing to compare: the message of another event. */
  | { kind: 'other' };

const event = eventSchema.extend({ id: z.string().regex(ID_SHAPE) });

const seal = eventPayloads['audit.sealed'];

/** The message of a webhook, which has no place in the chain but the seal's own words. */
const message = z
  .object({
    type: z.literal('audit.sealed'),
    data: z.union([seal, z.object({ payload: seal })]),
  })
  .transform(({ data }) => ('payload' in data ? data.payload : data));

/**
 * Reads a line of a copy: an event as the API exports it, or the body of a
 * webhook.
 *
 * @throws SyntaxError for what is no JSON
 */
export function readCopyLine(text: string): CopyLine {
  const value: unknown = JSON.parse(text);
  const asEvent = event.safeParse(value);
  if (asEvent.success) {
    return { kind: 'event', event: asEvent.data };
  }
  const asMessage = message.safeParse(value);
  return asMessage.success
    ? { kind: 'seal', seal: asMessage.data }
    : { kind: 'other' };
}
