import { z } from 'zod';
import { resumeAs } from '../policy';
import { timeOut } from '../times';

/**
 * How that which runs after the approval stands.
 *
 * - `waiting`: parked until the request ends
 * - `resuming`: told to go on, not seen to run yet
 * - `running`, `done`, `failed`, `cancelled`: as it says of itself
 * - `gone`: cannot go on any more (its task or template was removed)
 * - `bypassed`: went on without the approval
 */
export const runState = z.enum([
  'waiting',
  'resuming',
  'running',
  'done',
  'failed',
  'cancelled',
  'gone',
  'bypassed',
]);
export type RunState = z.infer<typeof runState>;

/** How a run stood when it was last looked at. */
export const runBrief = z.object({
  state: runState,
  at: timeOut().meta({ description: 'since when it is known to be so' }),
  message: z.string().optional().meta({
    description: 'why it cannot go on, or what went wrong, in one sentence',
  }),
  link: z.string().optional().meta({
    description: 'where it is shown, below the portal or with its own host',
  }),
  waitsFor: resumeAs.optional().meta({
    description:
      'who lets it go on now: whoever asked, or a service by itself; absent while it waits for the approval, once it moves, and where nobody can',
  }),
});
export type RunBrief = z.infer<typeof runBrief>;

/** One step of what runs. */
export const runStep = z.object({
  id: z.string(),
  name: z.string(),
  action: z.string(),
  status: z.enum(['done', 'waiting', 'running', 'next', 'failed', 'skipped']),
  isGate: z.boolean().meta({
    description: 'the step that this request was made by',
  }),
});
/** One step of what runs. */
export type RunStep = z.infer<typeof runStep>;

/** What an executor tells of a run: what somebody who decides wants to see of it. Secrets never. */
export const runDetails = z.object({
  template: z
    .object({
      ref: z.string(),
      title: z.string(),
      owner: z.string().optional(),
    })
    .optional(),
  parameters: z.array(z.object({ title: z.string(), value: z.unknown() })),
  steps: z.array(runStep),
  again: z.string().optional().meta({
    description:
      'where it is started again, with its form filled in less secrets; told to the requester only',
  }),
});
export type RunDetails = z.infer<typeof runDetails>;

/** What runs after the approval of a request, looked at now. */
export const runSchema = z
  .object({
    ...runBrief.shape,
    ...runDetails.partial().shape,
    kind: z.string(),
    id: z.string(),
    goesOnWhenRejected: z.boolean().optional().meta({
      description: 'it goes on after a refusal too, knowing of it',
    }),
    secrets: z.array(z.string()).meta({
      description: 'names of the secrets that it needs again to go on',
    }),
    twins: z
      .array(z.object({ id: z.string(), status: z.string() }))
      .meta({ description: 'other requests of the same person for the same' }),
    canResume: z.boolean().meta({
      description: 'the caller is the one who lets it go on, and may now',
    }),
  })
  .meta({ id: 'Run' });
export type Run = z.infer<typeof runSchema>;
