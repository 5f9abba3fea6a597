import { z } from 'zod';
import { textPart } from '../eventParts';
import { LIMITS } from '../limits';
import { entityRef, userRef } from '../refs';
import { words } from '../text';
import { timeIn, timeOut } from '../times';
import { oneOrMany, paging, queryFlag } from './shared';
import { policyKey } from '../policy';
import { requestStatus, stageStatus, subjectSchema } from './subjects';

/** What a person can do with a task. */
export const decisionKind = z.enum([
  'approve',
  'reject',
  'abstain',
  'request_changes',
]);
/** What a person can do with a task. */
export type DecisionKind = z.infer<typeof decisionKind>;

export const taskStatus = z.enum([
  'open',
  'decided',
  'released',
  'reassigned',
  'withdrawn',
]);
export type TaskStatus = z.infer<typeof taskStatus>;

/** What was done with a task, by whom and for whom. */
export const decisionSchema = z.object({
  decision: decisionKind,
  by: z.string(),
  onBehalfOf: z.string().optional(),
  override: z.object({ reason: z.string().optional() }).optional(),
  comment: z.string().optional(),
  erased: z.array(textPart).optional().meta({
    description:
      'which words were erased: `text` is the comment, `reason` that of the override',
  }),
  at: timeOut(),
});
export type Decision = z.infer<typeof decisionSchema>;

/** One person's seat in a stage of a request. */
export const taskSchema = z
  .object({
    id: z.string(),
    requestId: z.string(),
    round: z.int(),
    stage: z.int(),
    person: z.string(),
    kind: z.enum(['approver', 'observer']),
    status: taskStatus,
    origin: z.enum(['rule', 'escalated', 'assigned']),
    rules: z.array(z.int()),
    replaces: z.string().optional(),
    withdrawnReason: z.string().optional(),
    claimedAt: timeOut().optional(),
    claimedBy: z.string().optional(),
    decision: decisionSchema.optional(),
    delegates: z.array(z.string()).optional().meta({
      description: 'who may act for this person now; only on open seats',
    }),
  })
  .meta({ id: 'Task' });
export type Task = z.infer<typeof taskSchema>;

/** A task as a list shows it: with what one needs to decide in ten seconds. */
export const taskItemSchema = taskSchema
  .extend({
    actingFor: z.string().optional().meta({
      description: 'the person seated, when the caller acts by delegation',
    }),
    request: z.object({
      id: z.string(),
      status: requestStatus,
      round: z.int(),
      subject: subjectSchema,
      requester: z.string(),
      policy: z.object({
        key: z.string(),
        version: z.int(),
        name: z.string(),
      }),
      createdAt: timeOut(),
    }),
    stageState: z.object({
      name: z.string(),
      status: stageStatus,
      need: z.int().optional(),
      approved: z.int(),
      dueAt: timeOut().optional(),
      remindAt: timeOut().optional(),
      overdue: z.boolean(),
      comment: z.enum(['optional', 'required-on-reject', 'required']),
    }),
  })
  .meta({ id: 'TaskItem' });
export type TaskItem = z.infer<typeof taskItemSchema>;

export const taskQuery = z.strictObject({
  status: oneOrMany(taskStatus).optional(),
  assignee: userRef().optional(),
  overdue: queryFlag().optional(),
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
export type TaskQuery = z.infer<typeof taskQuery>;

export const taskCountSchema = z
  .object({ open: z.int(), overdue: z.int(), capped: z.boolean() })
  .meta({ id: 'TaskCount' });
export type TaskCount = z.infer<typeof taskCountSchema>;

export const decisionBody = z.strictObject({
  decision: decisionKind,
  comment: words(LIMITS.comment).optional(),
  override: z
    .strictObject({ reason: words(LIMITS.reason).optional() })
    .optional(),
});
export type DecisionBody = z.infer<typeof decisionBody>;

export const decisionResult = z.object({
  task: taskSchema,
  request: z.object({ id: z.string(), status: requestStatus, round: z.int() }),
});
export type DecisionResult = z.infer<typeof decisionResult>;

export const reassignBody = z.strictObject({
  person: userRef(),
  reason: words(LIMITS.reason).optional(),
});
export type ReassignBody = z.infer<typeof reassignBody>;

export const decisionsBody = z.strictObject({
  decisions: z
    .array(
      z.strictObject({
        taskId: z.string().max(LIMITS.name),
        decision: decisionKind,
        comment: words(LIMITS.comment).optional(),
      }),
    )
    .min(1)
    .max(LIMITS.bulkDecisions),
});
export type DecisionsBody = z.infer<typeof decisionsBody>;

export const decisionsResult = z.object({
  results: z.array(
    z.object({
      taskId: z.string(),
      status: z.int(),
      task: taskSchema.optional(),
      error: z
        .object({
          code: z.string(),
          message: z.string(),
        })
        .optional(),
    }),
  ),
});
export type DecisionsResult = z.infer<typeof decisionsResult>;
