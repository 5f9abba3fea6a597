import { z } from 'zod';

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
