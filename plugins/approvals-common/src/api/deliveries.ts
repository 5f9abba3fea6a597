import { z } from 'zod';
import { LIMITS } from '../limits';
import { text } from '../text';
import { timeOut } from '../times';
import { ID_SHAPE, paging } from './shared';

/**
 * How far a message has come. `pending`: waiting for its first or next try, or
 * for its endpoint to be enabled; `exhausted`: given up after the last try;
 * `dropped`: its endpoint was removed, or disabled for too long.
 */
export const deliveryStatus = z.enum([
  'pending',
  'delivered',
  'exhausted',
  'dropped',
]);
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

const attemptHead = {
  number: z.int().meta({ description: 'from 1' }),
  at: timeOut(),
  duration: z.int().meta({ description: 'milliseconds' }),
  status: z.int().optional().meta({
    description: 'HTTP status; absent where no answer came',
  }),
  error: z.string().optional().meta({
    description: 'absent where it was delivered',
  }),
};

/** One try of a message, as a list shows it. */
export const deliveryAttemptItemSchema = z
  .object(attemptHead)
  .meta({ id: 'DeliveryAttemptItem' });
export type DeliveryAttemptItem = z.infer<typeof deliveryAttemptItemSchema>;

const headers = z.record(z.string(), z.string());

/** A body as it is kept: its first 8 KiB. */
const keptBody = {
  body: z.string(),
  cut: z.boolean().meta({ description: 'there was more than is kept' }),
};

/** One try of a message, with what was sent and answered; signatures are left out. */
export const deliveryAttemptSchema = z
  .object({
    ...attemptHead,
    request: z.object({ url: z.string(), headers }),
    response: z.object({ status: z.int(), headers, ...keptBody }).optional(),
  })
  .meta({ id: 'DeliveryAttempt' });
export type DeliveryAttempt = z.infer<typeof deliveryAttemptSchema>;

const deliveryHead = {
  id: z.string(),
  endpointId: z.string(),
  endpointName: z.string(),
  endpointRemovedAt: timeOut().optional().meta({
    description:
      'when its endpoint was removed: it can be sent nowhere any more',
  }),
  kind: z.enum(['event', 'callback', 'test']).meta({
    description: '`callback`: to the callback URL of a request',
  }),
  url: z.string(),
  messageId: z.string().meta({
    description: '`webhook-id`: the same on each try; of an event its id',
  }),
  type: z.string(),
  stream: z.string(),
  requestId: z.string().optional(),
  title: z.string().optional().meta({
    description: 'of the subject of the request that it is about',
  }),
  status: deliveryStatus,
  createdAt: timeOut(),
  nextAttemptAt: timeOut().optional().meta({
    description: 'while pending; earlier when somebody tries it by hand',
  }),
  endedAt: timeOut().optional(),
};

/** One message to one endpoint, as a list shows it. The oldest attempt comes first. */
export const deliveryItemSchema = z
  .object({ ...deliveryHead, attempts: z.array(deliveryAttemptItemSchema) })
  .meta({ id: 'DeliveryItem' });
export type DeliveryItem = z.infer<typeof deliveryItemSchema>;

/** One message to one endpoint, whole. */
export const deliverySchema = z
  .object({
    ...deliveryHead,
    payload: z.object(keptBody),
    attempts: z.array(deliveryAttemptSchema),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.infer<typeof deliverySchema>;

const idOf = (what: string) =>
  z.string().regex(ID_SHAPE, { error: `must be the id of ${what}` });

export const deliveryQuery = z.strictObject({
  endpointId: idOf('an endpoint').optional(),
  requestId: idOf('a request').optional(),
  status: deliveryStatus.optional(),
  type: text(LIMITS.name).optional(),
  ...paging,
});
export type DeliveryQuery = z.infer<typeof deliveryQuery>;
