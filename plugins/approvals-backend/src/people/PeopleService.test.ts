import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  policyDefinition,
  Rule,
} from '@countersign/backstage-plugin-approvals-common';
import {
  createRuleType,
  RuleUnreachable,
} from '@countersign/backstage-plugin-approvals-node';
import { ruleFacts } from '@countersign/backstage-plugin-approvals-node/testUtils';
import { z } from 'zod';
import { Sandbox } from '../sandbox';
import { coreRuleTypes } from './coreRuleTypes';
import { Directory } from './Directory';
import { PeopleService } from './PeopleService';
import { RuleTypeRegistry } from './RuleTypeRegistry';
import { component, group, user } from './__testUtils__/catalogEntities';

const crowd = Array.from({ length: 2_000 }, (_, index) => `crowd-${index}`);

const entities = [
  user('alice', ['billing']),
  user('bob', ['platform', 'circle-b']),
  user('carol', ['platform-leads', 'platform']),
  ...crowd.map(name => user(name, ['crowd'])),
  group('billing', { members: ['alice', 'gone'], parents: ['engineering'] }),
  group('platform', {
    members: ['bob', 'carol'],
    children: ['platform-leads', 'not-there'],
    parents: ['engineering'],
  }),
  group('platform-leads', { members: ['carol'], parents: ['platform'] }),
  group('engineering', {
    children: ['platform', 'billing'],
    parents: ['circle-a'],
  }),
  group('circle-a', {
    children: ['circle-b', 'engineering'],
    parents: ['circle-b'],
  }),
  group('circle-b', {
    members: ['bob'],
    children: ['circle-a'],
    parents: ['circle-a'],
  }),
  group('empty'),
  group('crowd', { members: crowd }),
  component('billing', ['group:default/billing', 'user:default/bob']),
  component('orphan', []),
  component('lost', ['group:default/not-there']),
];

const extra = [
  createRuleType({
    type: 'never',
    title: 'Never',
    description: 'Never answers',
    schema: z.strictObject({}),
    resolve: () => new Promise(() => {}),
  }),
  createRuleType({
    type: 'broken',
    title: 'Broken',
    description: 'Fails',
    schema: z.strictObject({ how: z.string() }),
    async resolve({ rule }) {
      if (rule.how === 'unreachable') {
        throw new RuleUnreachable('no such role');
      }
      if (rule.how === 'rubbish') {
        return [7] as unknown as string[];
      }
      throw new Error('the directory is away');
    },
  }),
];

describe('finding people', () => {
  const sandbox = new Sandbox();
  const catalog = catalogServiceMock({ entities });
  const directory = new Directory({ catalog, auth: mockServices.auth() });
  const registry = new RuleTypeRegistry();
  registry.addRuleType(...coreRuleTypes({ directory, sandbox }), ...extra);
  const people = new PeopleService({
    registry,
    directory,
    sandbox,
    logger: mockServices.logger.mock(),
    timeout: 2_000,
  });
  afterAll(() => sandbox.close());
  afterEach(() => jest.restoreAllMocks());

  const find = (rule: Rule, facts = ruleFacts()) =>
    people.find({ facts, approvers: [rule] });
  const about = (entityRef?: string) =>
    ruleFacts({ subject: { type: 't', id: 'i', title: 'T', entityRef } });
  const named = (...names: string[]) =>
    names.map(name => `user:default/${name}`);

  it.each([
    ['a person', { type: 'user', user: 'user:default/bob' }, ['bob']],
    [
      'a group with the groups in it',
      { type: 'group', group: 'group:default/platform' },
      ['bob', 'carol'],
    ],
    [
      'groups in a circle',
      { type: 'group', group: 'group:default/circle-b' },
      ['bob', 'carol', 'alice', 'gone'],
    ],
    ['an empty group', { type: 'group', group: 'group:default/empty' }, []],
    [
      'demands beside the rule',
      { type: 'group', group: 'group:default/platform-leads', min: 1 },
      ['carol'],
    ],
  ])('finds by %s', async (_, rule, names) => {
    const { approvers } = await find(rule);
    expect(approvers).toEqual([{ people: expect.any(Array) }]);
    const [outcome] = approvers;
    expect('people' in outcome && [...outcome.people].sort()).toEqual(
      named(...names).sort(),
    );
  });

  it.each([
    ['component:default/billing', { people: named('alice', 'gone', 'bob') }],
    ['component:default/orphan', { people: [] }],
    [
      'component:default/lost',
      {
        failure: 'unreachable',
        message: "The catalog has no 'group:default/not-there'",
      },
    ],
    [
      'component:default/none',
      {
        failure: 'unreachable',
        message: "The catalog has no 'component:default/none'",
      },
    ],
    [
      undefined,
      {
        failure: 'unreachable',
        message: 'The subject names no catalog entity',
      },
    ],
  ])('finds the owner of %s', async (entityRef, outcome) => {
    const { approvers } = await find({ type: 'owner' }, about(entityRef));
    expect(approvers).toEqual([outcome]);
  });

  it.each([
    [
      'a group that is not there',
      { type: 'group', group: 'group:default/none' },
      'unreachable',
      /no 'group:default\/none'/,
    ],
    [
      'what a module cannot reach',
      { type: 'broken', how: 'unreachable' },
      'unreachable',
      /no such role/,
    ],
    [
      'an expression that fails',
      { type: 'expression', people: 'context.nobody' },
      'expression',
      /No such key: nobody/,
    ],
    [
      'an expression of another kind',
      { type: 'expression', people: 'context.n' },
      'expression',
      /a list of refs/,
    ],
    [
      'an expression without end',
      {
        type: 'expression',
        people: 'context.evil.matches("^(a+)+$") ? [] : []',
      },
      'expression',
      /too long/,
    ],
    [
      'a directory that is away',
      { type: 'broken', how: 'away' },
      'resolver',
      /is away/,
    ],
    [
      'a rule that gives rubbish',
      { type: 'broken', how: 'rubbish' },
      'resolver',
      /no list of refs/,
    ],
    [
      'a rule whose own fields do not fit',
      { type: 'broken' },
      'resolver',
      /how/,
    ],
    ['a rule that never answers', { type: 'never' }, 'resolver', /within 2 s/],
    [
      'a rule type that has gone',
      { type: 'keycloak-role', role: 'x' },
      'resolver',
      /no rule type 'keycloak-role'/,
    ],
  ] as const)('tells the failure of %s', async (_, rule, failure, message) => {
    const context = { n: 1, evil: `${'a'.repeat(40)}!` };
    const { approvers, notUsers } = await find(rule, ruleFacts({ context }));
    expect(approvers).toEqual([
      { failure, message: expect.stringMatching(message) },
    ]);
    expect(notUsers).toEqual([]);
  });

  it('gives every ref its one spelling and names who is no User', async () => {
    const context = {
      reviewers: [
        'User:default/Alice',
        'bob',
        'BOB',
        'gone',
        'group:default/platform',
        'a b',
        'nobody\u0000',
      ],
    };
    const found = await people.find({
      facts: ruleFacts({ context }),
      approvers: [{ type: 'expression', people: 'context.reviewers' }],
      observers: [{ type: 'user', user: 'user:default/stranger' }],
    });
    expect(found).toEqual({
      approvers: [
        {
          people: [
            ...named('alice', 'bob', 'gone'),
            'group:default/platform',
            'a b',
            'nobody\u0000',
          ],
        },
      ],
      observers: [{ people: named('stranger') }],
      escalation: [],
      notUsers: named('gone', 'stranger'),
    });
  });

  it('evaluates the expressions of one search in one run', async () => {
    const evaluate = jest.spyOn(sandbox, 'evaluate');
    const found = await people.find({
      facts: ruleFacts({ context: { a: ['alice'], b: ['bob'] } }),
      approvers: [
        { type: 'expression', people: 'context.a' },
        { type: 'expression', people: 'context.missing' },
      ],
      observers: [{ type: 'expression', people: 'context.b' }],
    });
    expect(evaluate).toHaveBeenCalledTimes(1);
    expect(found.approvers[0]).toEqual({ people: named('alice') });
    expect(found.approvers[1]).toMatchObject({ failure: 'expression' });
    expect(found.observers[0]).toEqual({ people: named('bob') });
  });

  it('finds a crowd of 2,000 with few questions to the catalog', async () => {
    const asked = jest.spyOn(catalog, 'getEntitiesByRefs');
    const { approvers, notUsers } = await find({
      type: 'group',
      group: 'group:default/crowd',
    });
    const [outcome] = approvers;
    expect('people' in outcome && outcome.people).toHaveLength(2_000);
    expect(notUsers).toEqual([]);
    expect(asked.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('makes a search fail when the catalog is away', async () => {
    jest
      .spyOn(catalog, 'getEntitiesByRefs')
      .mockRejectedValue(new Error('ECONNREFUSED'));
    for (const rule of [
      { type: 'group', group: 'group:default/platform' },
      { type: 'user', user: 'user:default/bob' },
    ]) {
      expect(await find(rule)).toEqual({
        approvers: [
          {
            failure: 'resolver',
            message: expect.stringMatching(
              /catalog did not answer.*ECONNREFUSED/,
            ),
          },
        ],
        observers: [],
        escalation: [],
        notUsers: [],
      });
    }
  });

  it('knows the requester with all groups, and one who has left', async () => {
    expect(await people.requester('user:default/alice')).toEqual({
      ref: 'user:default/alice',
      name: 'alice of tests',
      groups: ['billing', 'engineering', 'circle-a', 'circle-b'].map(
        name => `group:default/${name}`,
      ),
    });
    expect(await people.requester('user:default/left')).toEqual({
      ref: 'user:default/left',
      name: 'left',
      groups: [],
    });
  });

  it('evaluates the conditions of all stages; an error never skips', async () => {
    const { stages } = policyDefinition.parse({
      key: 'p',
      name: 'P',
      subjectType: 't',
      stages: [
        'context.environment == "dev"',
        undefined,
        'context.environment == "prod"',
        'context.missing',
        'context.environment',
        'stage.name == "S5" && stage.index == 5',
      ].map((skipIf, index) => ({
        name: `S${index}`,
        skipIf,
        approvers: [{ type: 'owner' }],
      })),
    });
    const { stage, ...facts } = ruleFacts({ context: { environment: 'dev' } });
    expect(await people.conditions(stages, facts)).toEqual([
      { stage: 0, skip: true },
      { stage: 2, skip: false },
      { stage: 3, skip: false, error: 'No such key: missing' },
      { stage: 4, skip: false, error: 'must give true or false' },
      { stage: 5, skip: true },
    ]);
  });
});

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
