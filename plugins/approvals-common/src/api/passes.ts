import { z } from 'zod';
import { LIMITS } from '../limits';
import { policyKey } from '../policy';
import { userRef } from '../refs';
import { text, words } from '../text';
import { timeOut } from '../times';

/** The right to act on an approval once. */
export const passSchema = z
  .object({
    requestId: z.string(),
    policyKey: z.string(),
    digest: z.string(),
    status: z.enum(['open', 'consumed', 'revoked', 'over']),
    createdAt: timeOut(),
    expiresAt: timeOut().optional(),
    consumer: z.string().optional(),
    initiator: z.string().optional().meta({
      description: 'who let the run go on; absent: a service did',
    }),
    consumedAt: timeOut().optional(),
    revokedBy: z.string().optional(),
    revokedAt: timeOut().optional(),
  })
  .meta({ id: 'Pass' });
export type Pass = z.infer<typeof passSchema>;

export const consumeBody = z.strictObject({
  consumer: text(LIMITS.name),
  policyKey: policyKey(),
  digest: z.string().regex(/^[0-9a-f]{64}$/, {
    error: 'must be a SHA-256 in lower-case hex',
  }),
  initiator: userRef().optional(),
});
export type ConsumeBody = z.output<typeof consumeBody>;

export const revokeBody = z.strictObject({
  reason: words(LIMITS.reason).optional(),
});
