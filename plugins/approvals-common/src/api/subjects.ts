import { z } from 'zod';
import { LIMITS } from '../limits';
import { entityRef } from '../refs';
import { link, text } from '../text';

export const requestStatus = z.enum([
  'in_review',
  'changes_requested',
  'approved',
  'rejected',
  'withdrawn',
  'cancelled',
  'expired',
]);
export type RequestStatus = z.infer<typeof requestStatus>;

export const stageStatus = z.enum([
  'waiting',
  'resolving',
  'active',
  'held',
  'approved',
  'rejected',
  'skipped',
  'closed',
]);
export type StageStatus = z.infer<typeof stageStatus>;

/** The thing to approve, as a caller names it. */
export const subjectInput = z.strictObject({
  type: text(LIMITS.name),
  id: text(LIMITS.name),
  title: text(LIMITS.title),
  link: link().optional(),
  entityRef: entityRef().optional(),
});

/** The thing to approve. */
export const subjectSchema = z.object({
  type: z.string(),
  id: z.string(),
  title: z.string(),
  link: z.string().optional(),
  entityRef: z.string().optional(),
});
export type Subject = z.infer<typeof subjectSchema>;

/** What runs after the approval. (kind, id) is unique for ever. */
export const executionInput = z.strictObject({
  kind: text(LIMITS.name),
  id: text(LIMITS.name),
  link: link().optional(),
  secrets: z.array(text(LIMITS.name)).max(LIMITS.secrets).optional(),
});
export const executionSchema = z.object({
  kind: z.string(),
  id: z.string(),
  link: z.string().optional(),
  secrets: z.array(z.string()).optional().meta({
    description: 'names of the secrets that it needs again to go on',
  }),
  executor: z.string().optional().meta({
    description: 'the service that made it, and alone uses its pass',
  }),
});
export type Execution = z.infer<typeof executionSchema>;
