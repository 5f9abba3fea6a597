import { z } from 'zod';
import { LIMITS } from '../limits';
import { policyKey } from '../policy';
import { userRef } from '../refs';
import { words } from '../text';
import { timeIn, timeOut } from '../times';
import { paging } from './shared';

/** A time window [start, end) in which `delegate` may act for `delegator`. */
export const delegationSchema = z
  .object({
    id: z.string(),
    delegator: z.string(),
    delegate: z.string(),
    start: timeOut(),
    end: timeOut(),
    policyKeys: z.array(z.string()).optional(),
    reason: z.string().optional(),
    reasonErased: z.boolean().optional(),
    state: z.enum(['coming', 'running', 'past']),
    createdBy: z.string(),
    createdAt: timeOut(),
    endedBy: z.string().optional(),
    endedAt: timeOut().optional(),
  })
  .meta({ id: 'Delegation' });
export type Delegation = z.infer<typeof delegationSchema>;

export const createDelegationBody = z.strictObject({
  delegate: userRef(),
  delegator: userRef().optional(),
  start: timeIn(),
  end: timeIn(),
  policyKeys: z.array(policyKey()).min(1).max(LIMITS.policyKeys).optional(),
  reason: words(LIMITS.reason).optional(),
});
export type CreateDelegationBody = z.input<typeof createDelegationBody>;

export const delegationQuery = z.strictObject({
  person: userRef().optional(),
  state: z.enum(['coming', 'running', 'past']).optional(),
  ...paging,
});
export type DelegationQuery = z.infer<typeof delegationQuery>;
