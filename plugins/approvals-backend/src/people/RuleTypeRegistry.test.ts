import { createRuleType } from '@countersign/backstage-plugin-approvals-node';
import { z } from 'zod';
import { RuleTypeRegistry } from './RuleTypeRegistry';

describe('the registry of rule types', () => {
  const ruleType = (type: string, schema: z.ZodObject = z.strictObject({})) =>
    createRuleType({
      type,
      title: 'T',
      description: 'D',
      schema,
      resolve: async () => [],
    });

  it.each([
    [
      'a name that is taken',
      [ruleType('a'), ruleType('a')],
      "There is a rule type 'a' already",
    ],
    [
      'a name that policies cannot say',
      [ruleType('Keycloak role')],
      "The rule type 'Keycloak role' must be named",
    ],
    [
      'a schema without JSON Schema',
      [ruleType('f', z.strictObject({ f: z.bigint() }))],
      "The rule type 'f' has no JSON Schema",
    ],
  ])('refuses %s', (_, ruleTypes, message) => {
    expect(() => new RuleTypeRegistry().addRuleType(...ruleTypes)).toThrow(
      message,
    );
  });

  it('describes the types to editors with JSON Schema, by name', () => {
    const registry = new RuleTypeRegistry();
    registry.addRuleType(
      ruleType('z'),
      ruleType('role', z.strictObject({ role: z.string().min(1) })),
    );
    expect(registry.list()).toMatchObject([
      {
        type: 'role',
        title: 'T',
        description: 'D',
        schema: {
          type: 'object',
          additionalProperties: false,
          required: ['type', 'role'],
          properties: {
            type: { const: 'role' },
            role: { type: 'string', minLength: 1 },
            required: { type: 'boolean' },
            min: { type: 'integer', minimum: 1 },
          },
        },
      },
      { type: 'z' },
    ]);
  });
});
