import {
  base,
  checking,
  expressed,
  lines,
  PLATFORM,
  ruled,
  staged,
} from './__testUtils__/checking';

const nested = (depth: number): unknown =>
  depth === 0 ? 1 : [nested(depth - 1)];

describe('checking policies', () => {
  const check = checking();

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
});
