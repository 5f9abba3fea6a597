import { z } from 'zod';
import { createRuleType } from '../ruleTypes';
import { RuleTypesDouble } from './RuleTypesDouble';

const named = createRuleType({
  type: 'named',
  title: 'Named people',
  description: 'Those who are named, and the requester',
  schema: z.strictObject({ names: z.array(z.string().toLowerCase()) }),
  async resolve({ rule, facts }) {
    return [
      ...rule.names.map(name => `user:default/${name}`),
      facts.requester.ref,
    ];
  },
});

describe('the double of the rule types', () => {
  let double: RuleTypesDouble;
  beforeEach(() => {
    double = new RuleTypesDouble();
    double.addRuleType(named);
  });

  it('finds people by a rule as it stands in a policy', async () => {
    const rule = { type: 'named', min: 1, names: ['Bob'] };
    expect(
      await double.find(rule, {
        requester: { ref: 'user:default/eve', name: 'Eve', groups: [] },
      }),
    ).toEqual(['user:default/bob', 'user:default/eve']);
  });

  it.each([
    ['a type that nobody brought', { type: 'none' }, /no rule type 'none'/],
    [
      'a field that is not known',
      { type: 'named', names: [], more: 1 },
      /more/,
    ],
    ['a field of the wrong type', { type: 'named', names: 'bob' }, /array/],
  ])('refuses %s', async (_, rule, message) => {
    await expect(double.find(rule)).rejects.toThrow(message);
  });

  it('refuses a second type of the same name', () => {
    expect(() => double.addRuleType(named)).toThrow(
      "There is a rule type 'named' already",
    );
  });
});
