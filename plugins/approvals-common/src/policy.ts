import { z } from 'zod';
import { duration, durationToMillis, isDuration } from './durations';
import { LIMITS } from './limits';
import { ownerRef, templateRef } from './refs';
import { expression, plainRule, rule } from './rules';
import { jsonObject, text, words } from './text';

/** A policy's key, the same over all its versions. */
export const policyKey = () =>
  z.string().regex(/^[a-z0-9][a-z0-9._-]{0,127}$/, {
    error:
      'must be 1 to 128 of a-z, 0-9, dot, dash, underscore, the first a letter or digit',
  });

const quorum = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('all') }),
  z.strictObject({
    mode: z.literal('count'),
    value: z.int().min(1).max(LIMITS.people),
  }),
  z.strictObject({
    mode: z.literal('percentage'),
    value: z.int().min(1).max(100),
  }),
]);

const deadline = z
  .strictObject({
    after: duration(),
    remindBefore: duration().optional(),
    onBreach: z.enum(['notify', 'escalate', 'approve', 'reject']),
    escalateTo: z.array(plainRule).min(1).max(LIMITS.rules).optional(),
    repeatEvery: duration().optional(),
    maxRepeats: z.int().min(1).max(100).optional(),
  })
  .superRefine((value, ctx) => {
    const fault = (path: string, message: string) =>
      ctx.addIssue({ code: 'custom', path: [path], message });
    // Faulty durations are told at their own places.
    if (
      value.remindBefore &&
      [value.remindBefore, value.after].every(isDuration) &&
      durationToMillis(value.remindBefore) >= durationToMillis(value.after)
    ) {
      fault('remindBefore', 'must be shorter than `after`');
    }
    if (value.onBreach === 'escalate' && !value.escalateTo) {
      fault('escalateTo', 'escalating needs rules that find somebody');
    }
    if (value.onBreach !== 'escalate' && value.escalateTo) {
      fault('escalateTo', 'is used only with `onBreach: escalate`');
    }
    if (
      value.repeatEvery &&
      value.onBreach !== 'notify' &&
      value.onBreach !== 'escalate'
    ) {
      fault('repeatEvery', 'is used only with `notify` and `escalate`');
    }
    if (value.maxRepeats !== undefined && !value.repeatEvery) {
      fault('maxRepeats', 'is used only with `repeatEvery`');
    }
  });

const stage = z.strictObject({
  name: text(LIMITS.name),
  parallelGroup: z.int().min(0).max(1_000).optional(),
  skipIf: expression().optional(),
  quorum: quorum.default({ mode: 'count', value: 1 }),
  rejections: z.int().min(1).max(LIMITS.people).default(1),
  onNoApprovers: z.enum(['hold', 'skip', 'reject']).default('hold'),
  deadline: deadline.optional(),
  comment: z
    .enum(['optional', 'required-on-reject', 'required'])
    .default('optional'),
  approvers: z.array(rule).min(1).max(LIMITS.rules),
  observers: z.array(plainRule).max(LIMITS.rules).default([]),
});

/** Some software templates: those that all its fields fit. */
const templateFilter = z
  .strictObject({
    ref: templateRef().optional(),
    tag: text(LIMITS.name).optional(),
    type: text(LIMITS.name).optional(),
  })
  .refine(filter => Object.values(filter).some(Boolean), {
    error: 'must name a ref, a tag or a type',
  });

/** Who lets what waited for an approval go on. */
export const resumeAs = z.enum(['requester', 'service']);

/** What must ask under a policy. */
export const appliesTo = z.strictObject({
  templates: z.array(templateFilter).min(1).max(LIMITS.rules),
});

/** Some software templates: those that all its fields fit. */
export type TemplateFilter = z.output<typeof templateFilter>;

/**
 * A policy's definition: the one source for the API, the editor, YAML files
 * and the OpenAPI document. Expressions, `contextSchema` and rules of modules
 * are checked further by the backend.
 */
export const policyDefinition = z
  .strictObject({
    key: policyKey(),
    name: text(LIMITS.name),
    description: words(LIMITS.reason).optional(),
    owner: ownerRef().optional(),
    subjectType: text(LIMITS.name),
    contextSchema: jsonObject().optional(),
    separationOfDuties: z
      .strictObject({
        forbidSelfApproval: z.boolean().default(true),
        forbidRepeatApprovers: z.boolean().default(false),
      })
      .default({ forbidSelfApproval: true, forbidRepeatApprovers: false }),
    oneOpenPerSubject: z.boolean().default(false),
    requestTtl: duration().optional(),
    approvalValidity: duration().optional(),
    resumeAs: resumeAs.default('requester'),
    appliesTo: appliesTo.optional(),
    stages: z.array(stage).min(1).max(LIMITS.stages),
  })
  .superRefine((definition, ctx) => {
    const names = new Map<string, number>();
    definition.stages.forEach((item, index) => {
      const first = names.get(item.name);
      if (first !== undefined) {
        ctx.addIssue({
          code: 'custom',
          path: ['stages', index, 'name'],
          message: `stage ${first + 1} has this name already`,
        });
      }
      names.set(item.name, first ?? index);
    });
    for (const index of strayGroupMembers(definition.stages)) {
      ctx.addIssue({
        code: 'custom',
        path: ['stages', index, 'parallelGroup'],
        message: 'stages of one parallel group must be neighbours',
      });
    }
  });

function strayGroupMembers(stages: { parallelGroup?: number }[]): number[] {
  const closed = new Set<number>();
  const stray: number[] = [];
  stages.forEach(({ parallelGroup }, index) => {
    const before = stages[index - 1]?.parallelGroup;
    if (before !== undefined && before !== parallelGroup) {
      closed.add(before);
    }
    if (parallelGroup !== undefined && closed.has(parallelGroup)) {
      stray.push(index);
    }
  });
  return stray;
}

/** A definition as it is stored and run: parsed, refs normalised, defaults filled in. */
export type PolicyDefinition = z.output<typeof policyDefinition>;
/** A definition as a person writes it. */
export type PolicyDefinitionInput = z.input<typeof policyDefinition>;
/** One step of a policy. */
export type StageDefinition = PolicyDefinition['stages'][number];
/** When a stage becomes overdue, and what happens then. */
export type DeadlineDefinition = NonNullable<StageDefinition['deadline']>;
/** How many approvals a stage needs. */
export type Quorum = StageDefinition['quorum'];
