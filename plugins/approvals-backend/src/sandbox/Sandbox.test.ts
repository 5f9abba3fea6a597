import { Sandbox } from './Sandbox';
import { Expected, Variables } from './types';

const variables: Variables = {
  request: {
    id: 'r1',
    round: 2,
    createdAt: '2026-11-24T09:00:00.000Z',
    policyKey: 'demo',
    policyVersion: 3,
  },
  requester: {
    ref: 'user:default/alice',
    name: 'Alice Amari',
    groups: ['group:default/billing'],
  },
  subject: { type: 'client', id: 'c1', title: 'A client' },
  context: {
    environment: 'dev',
    replicas: 3,
    reviewers: ['user:default/bob', 'carol'],
    mixed: ['user:default/bob', 7],
    numbers: Array.from({ length: 400 }, (_, index) => index),
    evil: `${'a'.repeat(40)}!`,
    constructor: 'mine',
    toString: 'mine too',
  },
  now: '2026-11-26T09:00:00.000Z',
};

const REDOS = 'context.evil.matches("^(a+)+$")';
const NESTED =
  'context.numbers.all(a, context.numbers.all(b, context.numbers.all(c, a + b + c >= 0.0)))';

describe('the sandbox', () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
  });
  afterEach(() => sandbox.close());

  const evaluate = async (text: string, expects: Expected = 'bool') => {
    const [result] = await sandbox.evaluate('test', variables, [
      { text, expects, stage: { name: 'Review', index: 1 } },
    ]);
    return result;
  };
  const check = async (text: string, expects: Expected = 'bool') =>
    (await sandbox.checkExpressions('test', [{ text, expects }]))[0];

  it.each([
    ['context.environment == "dev"', true],
    ['context.replicas > 5', false],
    ['context.replicas == 3', true],
    ['request.round == 2 && request.policyVersion == 3', true],
    ['request.policyKey == "demo" && request.id == "r1"', true],
    ['now - request.createdAt > duration("24h")', true],
    ['"group:default/billing" in requester.groups', true],
    ['requester.name.startsWith("Alice")', true],
    ['stage.index == 1 && stage.name == "Review"', true],
    ['has(subject.link)', false],
    ['has(context.missing)', false],
    ['context.reviewers.exists(r, r == "carol")', true],
    ['context.constructor == "mine"', true],
  ])('evaluates %s to %s', async (text, value) => {
    expect(await evaluate(text)).toEqual({ value });
  });

  it.each([
    ['context.reviewers', ['user:default/bob', 'carol']],
    ['[requester.ref]', ['user:default/alice']],
    ['context.environment == "dev" ? ["bob"] : []', ['bob']],
    ['[]', []],
  ])('finds people by %s', async (text, value) => {
    expect(await evaluate(text, 'people')).toEqual({ value });
  });

  it.each([
    ['context.replicas', 'bool', 'must give true or false'],
    ['context.environment', 'people', 'must give a list of refs'],
    ['context.mixed', 'people', 'must give a list of refs'],
    ['context', 'people', /must give a list of refs/],
    ['context.missing == 1', 'bool', /No such key: missing/],
    ['subject.link == "x"', 'bool', /No such key: link/],
    ['context.replicas + 1 == 4', 'bool', /no such overload/],
    ['1 / 0 == 1', 'bool', /division by zero/],
  ] as const)('does not take %s for %s', async (text, expects, fault) => {
    expect(await evaluate(text, expects)).toEqual({
      fault: expect.stringMatching(fault),
    });
  });

  it.each([
    ['context.__proto__ == null'],
    ['context.hasOwnProperty == null'],
    ['requester.constructor == null'],
    ['"".constructor == null'],
    ['context.reviewers.constructor == null'],
    ['context["__proto__"] == null'],
    ['process.env == null'],
    ['globalThis == null'],
    ['constructor == null'],
    ['this == null'],
  ])('reaches nothing but the variables by %s', async text => {
    expect(await evaluate(text)).toEqual({ fault: expect.any(String) });
  });

  it.each([
    ['context.environment == "dev"', 'bool'],
    ['context.skip', 'bool'],
    ['context.reviewers', 'people'],
    ['[]', 'people'],
  ] as const)('finds nothing wrong in %s for %s', async (text, expects) => {
    expect(await check(text, expects)).toEqual({});
  });

  it.each([
    ['1 +', 'bool', { fault: expect.stringContaining('EOF'), start: 3 }],
    [
      'requester.reff == "a"',
      'bool',
      { fault: 'No such key: reff', start: 10, end: 14 },
    ],
    ['foo', 'bool', { fault: 'Unknown variable: foo', start: 0, end: 3 }],
    ['1', 'bool', { fault: 'must give true or false, and gives int' }],
    ['true', 'people', { fault: 'must give a list of refs, and gives bool' }],
    [
      '[1]',
      'people',
      { fault: 'must give a list of refs, and gives list<int>' },
    ],
    ['"a" == 1', 'bool', { fault: expect.stringContaining('overload') }],
    [
      `${'('.repeat(60)}true${')'.repeat(60)}`,
      'bool',
      { fault: expect.stringContaining('maxDepth') },
    ],
  ] as const)(
    'says what is wrong in %s for %s',
    async (text, expects, fault) => {
      expect(await check(text, expects)).toMatchObject(fault);
    },
  );

  it.each([
    ['true', true],
    ['1 > 2', false],
    ['[1, 2].all(n, n > 0)', true],
    ['context.n == 1', undefined],
  ])('knows whether %s is always the same', async (text, constant) => {
    expect((await check(text)).constant).toBe(constant);
  });

  it('bounds the parts of an expression', async () => {
    expect(await check(`[${'1,'.repeat(1_500)}1] == []`)).toMatchObject({
      fault: expect.stringContaining('max'),
    });
  });

  it.each([
    ['a hostile regular expression', REDOS],
    ['nested macros', NESTED],
  ])('stops %s and goes on with the next', async (_, text) => {
    const results = await sandbox.evaluate('test', variables, [
      { text: 'true', expects: 'bool' },
      { text, expects: 'bool' },
      { text: 'context.replicas == 3', expects: 'bool' },
    ]);
    expect(results).toEqual([
      { value: true },
      { fault: 'took too long and was stopped' },
      { value: true },
    ]);
  });

  it('gives up a run with too many of them', async () => {
    const results = await sandbox.evaluate(
      'test',
      variables,
      Array.from({ length: 50 }, () => ({
        text: REDOS,
        expects: 'bool' as const,
      })),
    );
    expect(results).toHaveLength(50);
    expect(results[0]).toEqual({ fault: 'took too long and was stopped' });
    expect(results[49]).toEqual({
      fault: expect.stringContaining('not tried'),
    });
  });

  it('survives an expression that eats memory', async () => {
    const doubled = Array.from({ length: 12 }).reduce<string>(
      text => `[${text}].map(x, x + x + x + x)[0]`,
      'context.numbers',
    );
    expect(await evaluate(`size(${doubled}) > 0`)).toEqual({
      fault: expect.stringMatching(/stopped|memory/),
    });
    expect(await evaluate('true')).toEqual({ value: true });
  });

  it.each([
    [1, ['slow', 'quick', 'slow', 'slow']],
    [2, ['quick', 'slow', 'slow', 'slow']],
  ])(
    "does not let one lane's slow runs keep another lane waiting, on threads: %s",
    async (threads, order) => {
      const found: string[] = [];
      const one = new Sandbox({ threads });
      const run = (lane: string, text: string) =>
        one
          .evaluate(lane, variables, [{ text, expects: 'bool' }])
          .then(() => found.push(lane));
      await Promise.all([
        run('slow', REDOS),
        run('slow', REDOS),
        run('slow', REDOS),
        run('quick', 'true'),
      ]);
      await one.close();
      expect(found).toEqual(order);
    },
  );

  it('refuses what runs, waits or comes when it is closed', async () => {
    const pending = [REDOS, REDOS, REDOS].map(text =>
      evaluate(text).catch(String),
    );
    await sandbox.close();
    pending.push(evaluate('true').catch(String));
    expect(await Promise.all(pending)).toEqual(
      Array(4).fill(expect.stringContaining('shutting down')),
    );
  });
});
