import {
  Event,
  eventSchema,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';

/** A line of a copy, by its place in the history and its hash. */
export type CopyLine = {
  stream: string;
  seq: number;
  hash: string;
  type: string;
  payload: Record<string, unknown>;
  /** As it was exported: then the hash can be made again from what it says. */
  event?: Event;
};

/** The message of a webhook. */
const message = z
  .object({
    type: z.string(),
    data: eventSchema.pick({
      stream: true,
      seq: true,
      hash: true,
      payload: true,
    }),
  })
  .transform(({ type, data }) => ({ type, ...data }));

/**
 * Reads a line of a copy: an event as the API exports it, or the body of a
 * webhook.
 *
 * @returns undefined for JSON that is neither
 * @throws SyntaxError for what is no JSON
 */
export function readCopyLine(text: string): CopyLine | undefined {
  const value: unknown = JSON.parse(text);
  const asEvent = eventSchema.safeParse(value);
  return asEvent.success
    ? { ...asEvent.data, event: asEvent.data }
    : message.safeParse(value).data;
}
