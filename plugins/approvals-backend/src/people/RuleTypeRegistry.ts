import {
  LIMITS,
  parsePlainly,
  PlainIssue,
  Rule,
  RuleTypeDescription,
} from '@countersign/backstage-plugin-approvals-common';
import {
  ApprovalsRuleTypesExtensionPoint,
  RuleType,
} from '@countersign/backstage-plugin-approvals-node';
import { z } from 'zod';

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

type Entry = { ruleType: RuleType; description: RuleTypeDescription };

/** The rule types of this backend: the plugin's own and those of modules. */
export class RuleTypeRegistry implements ApprovalsRuleTypesExtensionPoint {
  readonly #entries = new Map<string, Entry>();

  addRuleType(...ruleTypes: RuleType[]): void {
    for (const ruleType of ruleTypes) {
      const { type } = ruleType;
      if (!NAME.test(type)) {
        throw new Error(
          `The rule type '${type}' must be named with a-z, 0-9 and dashes`,
        );
      }
      if (this.#entries.has(type)) {
        throw new Error(`There is a rule type '${type}' already`);
      }
      this.#entries.set(type, { ruleType, description: describe(ruleType) });
    }
  }

  /** The rule type of a name. */
  get(type: string): RuleType | undefined {
    return this.#entries.get(type)?.ruleType;
  }

  /** All rule types, by name, as editors see them. */
  list(): RuleTypeDescription[] {
    return [...this.#entries.values()]
      .map(({ description }) => description)
      .sort((a, b) => (a.type < b.type ? -1 : 1));
  }

  /** What is wrong in a rule by its type; nothing when it may be used. */
  faultsOf(rule: Rule): PlainIssue[] {
    const ruleType = this.get(rule.type);
    if (!ruleType) {
      const known = [...this.#entries.keys()].sort().join(', ');
      return [
        { path: ['type'], message: `is not known here; there are ${known}` },
      ];
    }
    const result = parsePlainly(ruleType.schema, ownFields(rule));
    return result.success ? [] : result.issues;
  }
}

/** A rule without what every rule may carry. */
export function ownFields({
  type,
  required,
  min,
  ...fields
}: Rule): Record<string, unknown> {
  return fields;
}

function describe({ type, title, description, schema }: RuleType) {
  return { type, title, description, schema: jsonSchemaOf(type, schema) };
}

function jsonSchemaOf(
  type: string,
  schema: z.ZodObject,
): Record<string, unknown> {
  const whole = z.strictObject({
    type: z.literal(type),
    ...schema.shape,
    required: z.boolean().optional().meta({
      title: 'All of them must approve',
    }),
    min: z.int().min(1).max(LIMITS.people).optional().meta({
      title: 'So many of them must approve',
    }),
  });
  try {
    return z.toJSONSchema(whole, { io: 'input' });
  } catch (error) {
    throw new Error(`The rule type '${type}' has no JSON Schema: ${error}`);
  }
}
