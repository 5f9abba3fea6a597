import { z } from 'zod';
import { LIMITS } from '../limits';
import { appliesTo, policyDefinition, policyKey } from '../policy';
import { userRef } from '../refs';
import { jsonObject, text } from '../text';
import { timeOut } from '../times';
import { ID_SHAPE, paging, queryNumber } from './shared';
import { subjectInput } from './subjects';

/** A remembered case of a version: who must be asked for it. Run before activation. */
export const policyExample = z.strictObject({
  name: text(LIMITS.name),
  requester: userRef(),
  subject: subjectInput.partial().optional(),
  context: jsonObject().default({}),
  expected: z.record(
    text(LIMITS.name),
    z.union([z.literal('skipped'), z.array(userRef()).max(LIMITS.people)]),
  ),
});
export type PolicyExample = z.output<typeof policyExample>;

const examples = z.array(policyExample).max(LIMITS.examples);

export const createPolicyBody = z.strictObject({
  definition: policyDefinition,
  examples: examples.optional(),
});
export type CreatePolicyBody = z.input<typeof createPolicyBody>;

export const updatePolicyBody = z.strictObject({
  definition: policyDefinition,
  examples: examples.optional(),
  revision: z.int().min(1),
});
export type UpdatePolicyBody = z.input<typeof updatePolicyBody>;

export const newVersionBody = z.strictObject({
  from: z.int().min(1).max(1_000_000).optional(),
});

/** Anything: what is wrong with it comes back as faults. */
export const validateBody = z.strictObject({ definition: z.unknown() });

const fault = z.object({ path: z.string(), message: z.string() });
/** Something wrong (`faults`) or odd (`warnings`) in a definition; `path` is a JSON Pointer into it. */
export type PolicyFault = z.infer<typeof fault>;

export const validateResult = z
  .object({ faults: z.array(fault), warnings: z.array(fault) })
  .meta({ id: 'Validation' });
export type ValidateResult = z.infer<typeof validateResult>;

export const policyVersionSchema = z
  .object({
    key: z.string(),
    version: z.int(),
    status: z.enum(['draft', 'active', 'archived']),
    definition: z
      .custom<z.output<typeof policyDefinition>>()
      .meta({ type: 'object', description: 'a policy definition' }),
    examples: z.array(z.custom<PolicyExample>().meta({ type: 'object' })),
    digest: z.string(),
    revision: z.int(),
    inReview: z.int(),
    createdBy: z.string(),
    createdAt: timeOut(),
    activatedBy: z.string().optional(),
    activatedAt: timeOut().optional(),
    warnings: z.array(fault).optional(),
  })
  .meta({ id: 'PolicyVersion' });
export type PolicyVersion = z.infer<typeof policyVersionSchema>;

const policySummary = {
  key: z.string(),
  name: z.string(),
  description: z.string().optional(),
  owner: z.string().optional(),
  subjectType: z.string(),
  appliesTo: appliesTo.optional(),
  activeVersion: z.int().optional(),
  latestVersion: z.int(),
  drafts: z.array(z.int()),
  inReview: z.int(),
  medianDecisionSeconds: z.int().optional().meta({
    description:
      'median time from asking to the end of its requests that were approved or rejected lately',
  }),
};

export const policyItemSchema = z
  .object(policySummary)
  .meta({ id: 'PolicyItem' });
export type PolicyItem = z.infer<typeof policyItemSchema>;

/** A policy with the definition that is active, or its newest when none is. */
export const policySchema = z
  .object({ ...policySummary, current: policyVersionSchema })
  .meta({ id: 'Policy' });
export type Policy = z.infer<typeof policySchema>;

export const policyQuery = z.strictObject({
  status: z.enum(['active', 'draft', 'archived']).optional(),
  subjectType: text(LIMITS.name).optional(),
  q: text(LIMITS.title).optional(),
  ...paging,
});
export type PolicyQuery = z.infer<typeof policyQuery>;

export const versionQuery = z.strictObject({ ...paging });
export type VersionQuery = z.infer<typeof versionQuery>;

export const diffQuery = z.strictObject({
  against: queryNumber(1, 1_000_000),
});

export const diffSchema = z
  .object({
    key: z.string(),
    version: z.int(),
    against: z.int(),
    changes: z.array(
      z.object({
        path: z.string(),
        kind: z.enum(['added', 'removed', 'changed']),
        before: z.unknown().optional(),
        after: z.unknown().optional(),
      }),
    ),
  })
  .meta({ id: 'PolicyDiff' });
export type PolicyDiff = z.infer<typeof diffSchema>;

export const simulateBody = z
  .strictObject({
    definition: z.unknown().optional(),
    key: policyKey().optional(),
    version: z.int().min(1).max(1_000_000).optional(),
    requestId: z.string().regex(ID_SHAPE).optional(),
    requester: userRef().optional(),
    subject: subjectInput.partial().optional(),
    context: jsonObject().optional(),
  })
  .superRefine((body, ctx) => {
    if ((body.definition === undefined) === (body.key === undefined)) {
      ctx.addIssue({
        code: 'custom',
        message: 'give either a definition, or a key and perhaps a version',
      });
    }
  });
export type SimulateBody = z.input<typeof simulateBody>;

const simulatedStage = z.object({
  index: z.int(),
  name: z.string(),
  group: z.int().optional(),
  outcome: z.enum(['active', 'held', 'rejected', 'skipped']),
  reason: z.string().optional(),
  conditionError: z.string().optional(),
  need: z.int().optional(),
  missing: z.array(z.string()),
  people: z.array(
    z.object({
      person: z.string(),
      rules: z.array(z.int()),
      delegates: z.array(z.string()),
    }),
  ),
  observers: z.array(z.string()),
  removed: z.array(z.object({ person: z.string(), reason: z.string() })),
  rules: z.array(
    z.object({
      index: z.int(),
      type: z.string(),
      people: z.array(z.string()),
      failure: z.string().optional(),
      message: z.string().optional(),
    }),
  ),
  due: z.string().optional().meta({ description: 'ISO 8601 duration' }),
});

export const simulationSchema = z
  .object({
    requester: z.string(),
    contextFaults: z.array(fault),
    warnings: z.array(fault),
    stages: z.array(simulatedStage),
  })
  .meta({ id: 'Simulation' });
export type Simulation = z.infer<typeof simulationSchema>;

export const ruleTypeSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    description: z.string(),
    schema: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'RuleType' });
export type RuleTypeDescription = z.infer<typeof ruleTypeSchema>;
