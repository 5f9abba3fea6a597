import { z } from 'zod';
import { LIMITS } from '../limits';
import { policyKey, StageDefinition } from '../policy';
import { entityRef, userRef } from '../refs';
import { jsonObject, link, text, words } from '../text';
import { timeIn, timeOut } from '../times';
import { oneOrMany, paging } from './shared';
import {
  executionInput,
  executionSchema,
  requestStatus,
  stageStatus,
  subjectInput,
  subjectSchema,
} from './subjects';
import { taskSchema } from './tasks';

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
export const consumeBody = z.strictObject({
  consumer: text(LIMITS.name),
  policyKey: policyKey(),
  digest: z.string().regex(/^[0-9a-f]{64}$/, {
    error: 'must be a SHA-256 in lower-case hex',
  }),
});
export const revokeBody = z.strictObject({
  reason: words(LIMITS.reason).optional(),
});

export type CommentBody = z.output<typeof commentBody>;
/** A reason, demanded or not by what it is given for. */
export type ReasonBody = z.output<typeof cancelBody>;
export type ResubmitBody = z.output<typeof resubmitBody>;
export type AssignBody = z.output<typeof assignBody>;
export type ConsumeBody = z.output<typeof consumeBody>;

/** A stage of one round. `missing` says in words what is still needed. */
export const stageSchema = z
  .object({
    index: z.int(),
    name: z.string(),
    round: z.int(),
    group: z.int().optional(),
    status: stageStatus,
    reason: z.string().optional(),
    need: z.int().optional(),
    approved: z.int(),
    missing: z.array(z.string()).meta({
      description: 'what is still needed, in words',
    }),
    lack: z
      .object({
        people: z.int(),
        lacking: z.int(),
        rules: z.array(
          z.object({
            rule: z.int(),
            people: z.int(),
            lacking: z.int(),
            waitingOn: z.array(z.string()),
          }),
        ),
      })
      .meta({
        description:
          'what is still needed, counted: approvals by so many more `people`, of the stage and of each rule that is not met yet; `lacking` of these are not there, so that help is needed',
      }),
    definition: z
      .custom<StageDefinition>()
      .meta({ type: 'object', description: 'the stage as its policy has it' }),
    conditionError: z.string().optional(),
    startedAt: timeOut().optional(),
    dueAt: timeOut().optional(),
    remindAt: timeOut().optional(),
    overdue: z.boolean(),
    endedAt: timeOut().optional(),
    tasks: z.array(taskSchema),
  })
  .meta({ id: 'Stage' });
export type Stage = z.infer<typeof stageSchema>;

/** What the caller can do with a request now and, where not, why. */
export const viewerActionNames = [
  'approve',
  'reject',
  'abstain',
  'request_changes',
  'comment',
  'withdraw',
  'resubmit',
  'cancel',
  'reassign',
  'assign',
  'override',
  'retry',
  'revoke',
  'resume',
] as const;
export type ViewerActionName = (typeof viewerActionNames)[number];

export const viewerActionSchema = z.object({
  allowed: z.boolean(),
  taskId: z.string().optional(),
  stage: z.int().optional(),
  onBehalfOf: z.string().optional(),
  effect: z.string().optional().meta({
    description:
      'what the decision brings about in its stage, when it ends or holds it: approves, rejects, holds',
  }),
  code: z.string().optional(),
  message: z.string().optional(),
});
export type ViewerAction = z.infer<typeof viewerActionSchema>;

export const viewerSchema = z
  .object({
    parts: z.array(
      z.enum([
        'requester',
        'approver',
        'delegate',
        'observer',
        'administrator',
      ]),
    ),
    actions: z.record(z.enum(viewerActionNames), viewerActionSchema),
  })
  .meta({ id: 'Viewer' });
export type Viewer = z.infer<typeof viewerSchema>;

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
    consumedAt: timeOut().optional(),
    revokedBy: z.string().optional(),
    revokedAt: timeOut().optional(),
  })
  .meta({ id: 'Pass' });
export type Pass = z.infer<typeof passSchema>;

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
