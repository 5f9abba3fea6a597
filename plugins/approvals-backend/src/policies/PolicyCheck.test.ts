import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { coreRuleTypes, Directory, RuleTypeRegistry } from '../people';
import { group, user } from '../people/__testUtils__/catalogEntities';
import { Sandbox } from '../sandbox';
import { PolicyCheck } from './PolicyCheck';

const platform = ['bob', 'carol', 'dave'];
const members = ['alice', ...platform].map(name => user(name));
const catalog = catalogServiceMock({
  entities: [
    ...members,
    group('platform', { members: platform }),
    group('empty'),
    group('alone', { members: ['bob'] }),
  ],
});

const PLATFORM = { type: 'group', group: 'platform' };

const base = {
  key: 'demo',
  name: 'Demo',
  subjectType: 'demo',
  stages: [{ name: 'Review', approvers: [PLATFORM] }],
};
const staged = (given: object) => ({
  ...base,
  stages: [{ ...base.stages[0], ...given }],
});
const ruled = (...approvers: object[]) => staged({ approvers });
const expressed = (people: string) => ruled({ type: 'expression', people });

const nested = (depth: number): unknown =>
  depth === 0 ? 1 : [nested(depth - 1)];

describe('checking policies', () => {
  const sandbox = new Sandbox();
  const directory = new Directory({ catalog, auth: mockServices.auth() });
  const registry = new RuleTypeRegistry();
  registry.addRuleType(...coreRuleTypes({ directory, sandbox }));
  const check = new PolicyCheck({ registry, sandbox, directory });
  afterAll(() => sandbox.close());
  afterEach(() => jest.restoreAllMocks());

  const lines = (faults: { path: string; message: string }[]) =>
    faults.map(({ path, message }) => `${path}: ${message}`);

  it.each([
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['a number', 7, ''],
    ['a text', 'stages: []', ''],
    ['a list', [base], ''],
    ['an empty object', {}, '/key'],
    ['no stage', { ...base, stages: [] }, '/stages'],
    ['a stage without rules', staged({ approvers: [] }), '/stages/0/approvers'],
    ['a field that is not known', { ...base, stage: [] }, '/stage'],
    ['a key in capitals', { ...base, key: 'Demo' }, '/key'],
    ['a NUL in a name', { ...base, name: 'a\0b' }, '/name'],
    ['a lone surrogate in a name', { ...base, name: '\ud800' }, '/name'],
    ['a name of 10 MB', { ...base, name: 'x'.repeat(10_000_000) }, '/name'],
    [
      'a value that is nested deep',
      { ...base, contextSchema: { a: nested(40) } },
      '/contextSchema/a',
    ],
    ['a thing that is nested very deep', nested(5_000), '/0/0'],
    ['a key named __proto__', JSON.parse('{"__proto__": {"key": "demo"}}'), ''],
    [
      'a NUL in a field of a module’s rule',
      ruled({ type: 'x', role: 'a\0' }),
      '/stages/0/approvers/0/role',
    ],
    [
      'no count',
      staged({ quorum: { mode: 'count', value: 0 } }),
      '/stages/0/quorum/value',
    ],
    [
      '101 percent',
      staged({ quorum: { mode: 'percentage', value: 101 } }),
      '/stages/0/quorum/value',
    ],
    [
      'a duration that is none',
      { ...base, requestTtl: 'P1Y1Z' },
      '/requestTtl',
    ],
    [
      'a ref that does not parse',
      ruled({ type: 'user', user: 'a:b:c' }),
      '/stages/0/approvers/0/user',
    ],
    [
      'a group as a user',
      ruled({ type: 'user', user: 'group:default/x' }),
      '/stages/0/approvers/0/user',
    ],
    [
      'required with min',
      ruled({ ...PLATFORM, required: true, min: 1 }),
      '/stages/0/approvers/0/min',
    ],
    [
      'escalation to nobody',
      staged({ deadline: { after: 'PT1H', onBreach: 'escalate' } }),
      '/stages/0/deadline/escalateTo',
    ],
    [
      'two stages of one name',
      { ...base, stages: [base.stages[0], base.stages[0]] },
      '/stages/1/name',
    ],
    [
      'a rule type that is not known',
      ruled({ type: 'keycloak-role', role: 'x' }),
      '/stages/0/approvers/0/type',
    ],
    [
      'a rule type named like a method',
      ruled({ type: 'constructor' }),
      '/stages/0/approvers/0/type',
    ],
    [
      'an observer by an unknown type',
      staged({ observers: [{ type: 'none' }] }),
      '/stages/0/observers/0/type',
    ],
    [
      'a condition that does not parse',
      staged({ skipIf: 'context.a ==' }),
      '/stages/0/skipIf',
    ],
    [
      'a condition that gives a text',
      staged({ skipIf: '"yes"' }),
      '/stages/0/skipIf',
    ],
    [
      'a condition that always fails',
      staged({ skipIf: '1 / 0 == 1' }),
      '/stages/0/skipIf',
    ],
    [
      'a condition of 5 KB',
      staged({ skipIf: `true ${'|| true '.repeat(700)}` }),
      '/stages/0/skipIf',
    ],
    [
      'people that are numbers',
      expressed('[1, 2]'),
      '/stages/0/approvers/0/people',
    ],
    [
      'a variable that is not known',
      expressed('env.PATH'),
      '/stages/0/approvers/0/people',
    ],
    [
      'a constant condition without end',
      staged({ skipIf: `"${'a'.repeat(40)}!".matches("^(a+)+$")` }),
      '/stages/0/skipIf',
    ],
    [
      'a schema that is none',
      { ...base, contextSchema: { type: 'objekt' } },
      '/contextSchema/type',
    ],
    [
      'a schema from elsewhere',
      { ...base, contextSchema: { $ref: 'https://example.com/s' } },
      '/contextSchema/$ref',
    ],
  ])('finds the fault in %s', async (_, definition, path) => {
    const { faults, warnings } = await check.validate('test', definition);
    expect(faults[0]).toEqual({
      path: expect.stringContaining(path),
      message: expect.any(String),
    });
    expect(warnings).toEqual([]);
  });

  it('says line and column of what is wrong in an expression', async () => {
    const { faults } = await check.validate(
      'test',
      staged({ skipIf: 'requester.name == "a" &&\n  requester.reff == "b"' }),
    );
    expect(lines(faults)).toEqual([
      '/stages/0/skipIf: No such key: reff (line 2, column 13)',
    ]);
  });

  it('finds all faults at once', async () => {
    const { faults } = await check.validate('test', {
      ...base,
      contextSchema: { type: 7 },
      stages: [
        { name: 'A', skipIf: 'nope', approvers: [{ type: 'none' }] },
        { name: 'B', approvers: [{ type: 'expression', people: '1' }] },
      ],
    });
    expect(faults.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        '/stages/0/approvers/0/type',
        '/stages/0/skipIf',
        '/stages/1/approvers/0/people',
        '/contextSchema/type',
      ]),
    );
  });

  it('finds nothing in a good one, and gives it with its defaults', async () => {
    expect(await check.validate('test', base)).toMatchObject({
      faults: [],
      warnings: [],
      definition: {
        separationOfDuties: { forbidSelfApproval: true },
        stages: [{ approvers: [{ group: 'group:default/platform' }] }],
      },
    });
  });

  const twoStages = (first: object, second: object) => ({
    ...base,
    stages: [
      { name: 'A', approvers: [PLATFORM], ...first },
      { name: 'B', approvers: [PLATFORM], ...second },
    ],
  });
  const DEADLINE = { after: 'PT48H' };
  const DEMANDING = [{ ...PLATFORM, min: 1 }];

  it.each([
    [
      'an owner that is not there',
      { ...base, owner: 'none' },
      ["/owner: the catalog has no 'group:default/none'"],
    ],
    [
      'a group that is not there',
      ruled(PLATFORM, { type: 'group', group: 'none' }),
      ["/stages/0/approvers/1/group: the catalog has no 'group:default/none'"],
    ],
    [
      'an observer who is not there',
      staged({ observers: [{ type: 'user', user: 'none' }] }),
      ["/stages/0/observers/0/user: the catalog has no 'user:default/none'"],
    ],
    [
      'more approvals than people',
      staged({ quorum: { mode: 'count', value: 4 } }),
      ['/stages/0/quorum: more than the 3 people that the rules find now'],
    ],
    [
      'as many approvals as people',
      staged({ quorum: { mode: 'count', value: 3 } }),
      [],
    ],
    [
      'more rejections than people',
      staged({ rejections: 4 }),
      ['/stages/0/rejections: more than the 3 people that the rules find now'],
    ],
    [
      'a higher min than people',
      ruled({ ...PLATFORM, min: 4 }),
      [
        '/stages/0/approvers/0/min: more than the 3 people that the rule finds now',
      ],
    ],
    [
      'an empty group',
      ruled({ type: 'group', group: 'empty' }),
      ['/stages/0/approvers: the rules find nobody now'],
    ],
    [
      'one person alone',
      ruled({ type: 'group', group: 'alone' }),
      [
        "/stages/0/approvers: only 'user:default/bob' can decide: it is held when they ask themselves",
      ],
    ],
    [
      'one person alone who may approve what they ask',
      {
        ...ruled({ type: 'group', group: 'alone' }),
        separationOfDuties: { forbidSelfApproval: false },
      },
      [],
    ],
    [
      'people from the context',
      expressed('context.reviewers'),
      ['/stages/0/approvers/0: who asks chooses'],
    ],
    [
      'people from the entity',
      ruled({ type: 'owner' }),
      ['/stages/0/approvers/0: who asks chooses'],
    ],
    [
      'people from the context beside a min',
      ruled(
        { type: 'expression', people: 'context.reviewers' },
        { ...PLATFORM, min: 1 },
      ),
      [],
    ],
    [
      'a min on people from the context',
      ruled({ type: 'expression', people: 'context.reviewers', min: 1 }),
      ['/stages/0/approvers/0: who asks chooses'],
    ],
    [
      'people by an expression that names them',
      expressed('["bob", "carol"]'),
      [],
    ],
    [
      'only the requester',
      expressed('[requester.ref]'),
      ['/stages/0/approvers: only the requester could approve'],
    ],
    [
      'approval by nobody',
      staged({ deadline: { ...DEADLINE, onBreach: 'approve' } }),
      [
        '/stages/0/deadline/onBreach: when the time is over it is approved by nobody',
      ],
    ],
    [
      'escalation beside a demand',
      staged({
        approvers: DEMANDING,
        deadline: { ...DEADLINE, onBreach: 'escalate', escalateTo: [PLATFORM] },
      }),
      ['/stages/0/deadline/onBreach: whom it escalates to cannot stand in'],
    ],
    [
      'escalation without a demand',
      staged({
        deadline: { ...DEADLINE, onBreach: 'escalate', escalateTo: [PLATFORM] },
      }),
      [],
    ],
    [
      'every stage skipped by conditions',
      twoStages({ skipIf: 'context.a' }, { skipIf: 'context.b' }),
      ['/stages: every stage can be skipped'],
    ],
    [
      'every stage skipped when nobody is found',
      twoStages({ onNoApprovers: 'skip' }, { skipIf: 'context.b' }),
      ['/stages: every stage can be skipped'],
    ],
    [
      'one stage that cannot be skipped',
      twoStages({ skipIf: 'context.a' }, {}),
      [],
    ],
    [
      'two rejections where all must approve',
      staged({ quorum: { mode: 'all' }, rejections: 2 }),
      ['/stages/0/rejections: one rejection already makes it impossible'],
    ],
    [
      'a skip beside a demand',
      staged({ onNoApprovers: 'skip', approvers: DEMANDING }),
      ['/stages/0/onNoApprovers: never skips'],
    ],
    [
      'a stage that is never reached',
      twoStages({}, { skipIf: '1 < 2' }),
      [
        '/stages/1/skipIf: is true for every request: the stage is never reached',
      ],
    ],
    [
      'a condition that does nothing',
      twoStages({}, { skipIf: 'false' }),
      ['/stages/1/skipIf: is false for every request'],
    ],
  ])('warns of %s', async (_, definition, warnings) => {
    const result = await check.validate('test', definition);
    expect(result.faults).toEqual([]);
    expect(lines(result.warnings)).toEqual(
      warnings.map(warning => expect.stringContaining(warning)),
    );
  });

  it('warns, and does not fail, when the catalog is away', async () => {
    jest
      .spyOn(catalog, 'getEntitiesByRefs')
      .mockRejectedValue(new Error('away'));
    const result = await check.validate('test', base);
    expect(result.faults).toEqual([]);
    expect(lines(result.warnings)).toEqual([
      expect.stringContaining('the catalog did not answer'),
    ]);
  });
});
