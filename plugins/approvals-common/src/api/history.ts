import { z } from 'zod';
import { textPart } from '../eventParts';
import { LIMITS } from '../limits';
import { userRef } from '../refs';
import { text } from '../text';
import { timeIn, timeOut } from '../times';
import { paging } from './shared';

/** One line of history as it is sent. `text` is the comment or reason that belongs to it. */
export const eventSchema = z
  .object({
    id: z.string(),
    stream: z.string(),
    seq: z.int(),
    type: z.string(),
    at: timeOut(),
    actor: z.string(),
    onBehalfOf: z.string().optional(),
    payload: z.record(z.string(), z.unknown()),
    text: z.string().optional(),
    reason: z.string().optional().meta({
      description: "why an administrator decided in somebody's stead",
    }),
    erased: z.array(textPart).optional().meta({
      description:
        'which of its texts were erased; their hashes still stand in the payload',
    }),
    previousHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'Event' });
export type Event = z.infer<typeof eventSchema>;

export const eventQuery = z.strictObject({ ...paging });

export const auditQuery = z.strictObject({
  stream: text(LIMITS.name).optional(),
  type: text(LIMITS.name).optional(),
  actor: z.union([userRef(), text(LIMITS.name)]).optional(),
  after: timeIn().optional(),
  before: timeIn().optional(),
  format: z.enum(['json', 'jsonl', 'csv']).optional(),
  ...paging,
});
export type AuditQuery = z.infer<typeof auditQuery>;

export const verifyQuery = z.strictObject({
  stream: text(LIMITS.name).optional(),
});

/** What verifying the chains found. `broken` names the first fault. */
export const verificationSchema = z
  .object({
    ok: z.boolean(),
    streams: z.int(),
    events: z.int(),
    erased: z.int().meta({
      description:
        'texts that were erased, with an event that says so; their hashes still stand in the chain',
    }),
    seals: z.int().meta({
      description:
        'daily seals whose heads are the lines that stand there now; of one stream, how many cover it',
    }),
    broken: z
      .object({ stream: z.string(), seq: z.int(), reason: z.string() })
      .nullable(),
  })
  .meta({ id: 'Verification' });
export type Verification = z.infer<typeof verificationSchema>;
