import { z } from 'zod';
import { LIMITS } from './limits';
import { parsePlainly } from './parsePlainly';
import { groupRef, userRef } from './refs';
import { link, text } from './text';

/** A CEL expression; parsed and type-checked by the backend. */
export const expression = () => text(LIMITS.expression);

/** What every rule may carry, whatever its type. */
const demands = {
  required: z.boolean().optional(),
  min: z.int().min(1).max(LIMITS.people).optional(),
};

/** The rule types that the plugin itself brings. */
export const coreRuleSchemas = {
  user: z.strictObject({
    type: z.literal('user'),
    user: userRef(),
    ...demands,
  }),
  group: z.strictObject({
    type: z.literal('group'),
    group: groupRef(),
    ...demands,
  }),
  owner: z.strictObject({ type: z.literal('owner'), ...demands }),
  expression: z.strictObject({
    type: z.literal('expression'),
    people: expression(),
    ...demands,
  }),
  http: z.strictObject({
    type: z.literal('http'),
    url: link(),
    ...demands,
  }),
};

/** A rule of a type that a module brings: its own fields are checked by the backend. */
const openRule = z.looseObject({
  type: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
  ...demands,
});

/**
 * One way to find people for a stage. Rules of the core types are checked
 * whole; those of other types keep their own fields as they are.
 */
export type Rule = {
  type: string;
  required?: boolean;
  min?: number;
  [field: string]: unknown;
};

/** Parses a rule by its type. */
export const rule = openRule.transform((input, ctx): Rule => {
  const schema = Object.hasOwn(coreRuleSchemas, input.type)
    ? coreRuleSchemas[input.type as keyof typeof coreRuleSchemas]
    : openRule;
  const result = parsePlainly<z.ZodType<Rule>>(schema, input);
  if (!result.success) {
    for (const issue of result.issues) {
      ctx.addIssue({ code: 'custom', ...issue });
    }
    return z.NEVER;
  }
  if (input.required && input.min !== undefined) {
    ctx.addIssue({
      code: 'custom',
      path: ['min'],
      message: 'a rule has `required` or `min`, not both',
    });
  }
  return result.data;
});

/** A rule of which nothing can be demanded: observers, and people to escalate to. */
export const plainRule = rule.superRefine((value, ctx) => {
  for (const field of ['required', 'min'] as const) {
    if (value[field] !== undefined) {
      ctx.addIssue({
        code: 'custom',
        path: [field],
        message: 'only rules for approvers may demand people',
      });
    }
  }
});
