import { z } from 'zod';

/** Why a stage cannot go on without help. The first four: its people are not known. */
export const heldReason = z.enum([
  'expression_failed',
  'rule_unreachable',
  'resolving_failed',
  'too_many_people',
  'no_approvers',
  'not_enough_approvers',
]);
export type HeldReason = z.infer<typeof heldReason>;

/** Why a stage, and with it the request, was rejected. */
export const rejectedReason = z.enum([
  'rejections',
  'quorum_unreachable',
  'no_approvers',
  'rule_unreachable',
  'not_enough_approvers',
  'deadline',
]);
export type RejectedReason = z.infer<typeof rejectedReason>;

/** Why a stage was passed over. */
export const skippedReason = z.enum(['condition', 'no_approvers']);
export type SkippedReason = z.infer<typeof skippedReason>;

/** What ended first, so that a stage was closed without a result of its own. */
export const closedReason = z.enum([
  'stage_rejected',
  'changes_requested',
  'withdrawn',
  'cancelled',
  'expired',
]);
export type ClosedReason = z.infer<typeof closedReason>;

/** Why somebody who was found got no approver's seat. */
export const removedReason = z.enum([
  'requester',
  'involved',
  'approved_another_stage',
  'decided_for_another',
  'handed_on',
]);
export type RemovedReason = z.infer<typeof removedReason>;

/** One person's seat, as an event opens it. */
export const seatSchema = z.object({
  taskId: z.string(),
  person: z.string(),
  kind: z.enum(['approver', 'observer']),
  origin: z.enum(['rule', 'escalated', 'assigned']),
  rules: z.array(z.int()),
});
export type Seat = z.infer<typeof seatSchema>;

/** A rule that gave no people, and why. */
export const ruleFailureSchema = z.object({
  rule: z.int(),
  failure: z.enum(['expression', 'unreachable', 'resolver']),
  message: z.string(),
});
export type RuleFailureLine = z.infer<typeof ruleFailureSchema>;

/** How many are lacking: approvals of the stage, and of each rule that falls short. */
export const lackSchema = z.object({
  people: z.int(),
  rules: z.array(z.object({ rule: z.int(), people: z.int() })),
});
export type Lack = z.infer<typeof lackSchema>;

/** Which of an event's texts: the comment or reason that it carries, or why it was overridden. */
export const textPart = z.enum(['text', 'reason']);
export type TextPart = z.infer<typeof textPart>;
