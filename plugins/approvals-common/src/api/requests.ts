import { z } from 'zod';
import { LIMITS } from '../limits';
import { policyKey, resumeAs } from '../policy';
import { entityRef, userRef } from '../refs';
import { jsonObject, link, words } from '../text';
import { timeIn, timeOut } from '../times';
import { passSchema } from './passes';
import { runBrief } from './runs';
import { oneOrMany, paging } from './shared';
import { stageSchema } from './stages';
import {
  executionInput,
  executionSchema,
  requestStatus,
  stageStatus,
  subjectInput,
  subjectSchema,
} from './subjects';
import { viewerSchema } from './viewer';

export const createRequestBody = z.strictObject({
  policyKey: policyKey(),
  requester: userRef().optional(),
  involved: z.array(userRef()).max(LIMITS.involved).optional(),
  subject: subjectInput,
  context: jsonObject().default({}),
  execution: executionInput.optional(),
  callbackUrl: link().optional(),
});
export type CreateRequestBody = z.input<typeof createRequestBody>;

export const commentBody = z.strictObject({ comment: words(LIMITS.comment) });
export const withdrawBody = z.strictObject({
  reason: words(LIMITS.reason).optional(),
});
export const cancelBody = z.strictObject({
  reason: words(LIMITS.reason).optional(),
});
export const resubmitBody = z.strictObject({
  context: jsonObject().optional(),
  comment: words(LIMITS.comment).optional(),
});
export const assignBody = z.strictObject({
  person: userRef(),
  reason: words(LIMITS.reason).optional(),
  rules: z.array(z.int().min(0).max(LIMITS.rules)).max(LIMITS.rules).optional(),
});

export type CommentBody = z.output<typeof commentBody>;
/** A reason, demanded or not by what it is given for. */
export type ReasonBody = z.output<typeof cancelBody>;
export type ResubmitBody = z.output<typeof resubmitBody>;
export type AssignBody = z.output<typeof assignBody>;

const requestHead = {
  id: z.string(),
  status: requestStatus,
  reason: z.string().optional(),
  round: z.int(),
  policy: z.object({ key: z.string(), version: z.int(), name: z.string() }),
  subject: subjectSchema,
  digest: z.string(),
  requester: z.string(),
  actor: z.string().optional(),
  createdAt: timeOut(),
  expiresAt: timeOut().optional(),
  completedAt: timeOut().optional(),
};

/** One subject going through one policy version, whole. `stages` are of all rounds, newest round last. */
export const requestSchema = z
  .object({
    ...requestHead,
    context: z.record(z.string(), z.unknown()),
    contextRemovedAt: timeOut().optional().meta({
      description:
        'when retention took the facts away: `context` is empty, `digest` is still that of the facts',
    }),
    contextSchema: z.record(z.string(), z.unknown()).optional(),
    rounds: z.array(
      z.object({
        round: z.int(),
        context: z.record(z.string(), z.unknown()),
        digest: z.string(),
        submittedBy: z.string(),
        submittedAt: timeOut(),
        comment: z.string().optional(),
        commentErased: z.boolean().optional(),
        contextRemovedAt: timeOut().optional(),
      }),
    ),
    service: z.string().optional(),
    involved: z.array(z.string()),
    execution: executionSchema.optional(),
    run: runBrief.optional().meta({
      description:
        'how that which runs after the approval stood when it was last looked at',
    }),
    resumeAs: resumeAs.optional().meta({
      description:
        'who lets what runs after it go on, as its version of the policy says; absent: nothing runs',
    }),
    stages: z.array(stageSchema),
    pass: passSchema.optional(),
    viewer: viewerSchema,
  })
  .meta({ id: 'Request' });
export type Request = z.infer<typeof requestSchema>;

/** A request as a list shows it. */
export const requestItemSchema = z
  .object({
    ...requestHead,
    dueAt: timeOut().optional(),
    overdue: z.boolean(),
    stages: z.array(
      z.object({
        index: z.int(),
        name: z.string(),
        group: z.int().optional(),
        status: stageStatus,
        reason: z.string().optional(),
        need: z.int().optional(),
        approved: z.int(),
        dueAt: timeOut().optional(),
      }),
    ),
    run: runBrief.optional(),
    waitingOn: z.array(z.string()).meta({
      description: 'people with an open seat in this round, ten at most',
    }),
  })
  .meta({ id: 'RequestItem' });
export type RequestItem = z.infer<typeof requestItemSchema>;

export const requestQuery = z.strictObject({
  status: oneOrMany(requestStatus).optional(),
  policyKey: policyKey().optional(),
  requester: userRef().optional(),
  subjectType: words(LIMITS.name).optional(),
  subjectId: words(LIMITS.name).optional(),
  entityRef: entityRef().optional(),
  q: words(LIMITS.title).optional(),
  createdAfter: timeIn().optional(),
  createdBefore: timeIn().optional(),
  sort: z.enum(['createdAt', '-createdAt', 'dueAt', '-dueAt']).optional(),
  ...paging,
});
export type RequestQuery = z.infer<typeof requestQuery>;
