import { startPortal } from './__testUtils__/portal';
import {
  activate,
  ask,
  asked,
  policy,
  present,
  settled,
} from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';

/** Takes a backtracking matcher longer than the world has existed. */
const BOMB = { pattern: '^(a+)+$', text: `${'a'.repeat(60)}!` };
const byExpression = (people: string) => ({
  approvers: [{ type: 'expression', people }],
});

describe('awkward facts', () => {
  let portal: Portal;

  const create = (key: string, context: object) =>
    portal.send('alice', 'POST', '/requests', { ...ask(key), context });
  const stageOf = async (key: string, context: Record<string, unknown>) => {
    const { id } = await portal
      .as('alice')
      .createRequest({ body: { ...ask(key), context } });
    return present(await settled(portal, id))[0];
  };

  beforeAll(async () => {
    portal = await startPortal({ thousands: true });
    await activate(portal, {
      ...policy('schema'),
      contextSchema: {
        type: 'object',
        required: ['size'],
        additionalProperties: false,
        properties: {
          size: { type: 'integer', minimum: 1 },
          names: { type: 'array', items: { pattern: BOMB.pattern } },
          'a/b': { type: 'string' },
        },
      },
    });
    await activate(portal, policy('people', byExpression('context.people')));
    await activate(
      portal,
      policy('condition', {
        skipIf: `context.text.matches("${BOMB.pattern}")`,
      }),
    );
    await activate(
      portal,
      policy(
        'loop',
        byExpression(
          'context.p.filter(a, context.p.all(b, context.p.all(c, a != "" || b != c)))',
        ),
      ),
    );
    await activate(
      portal,
      policy('thousands', {
        approvers: [{ type: 'group', group: 'group:default/thousands' }],
      }),
    );
    await activate(
      portal,
      policy('nowhere', {
        onNoApprovers: 'skip',
        approvers: [{ type: 'group', group: 'group:default/nowhere' }],
      }),
    );
  }, 60_000);

  it.each([
    [{}, '/context/size'],
    [{ size: 'big' }, '/context/size'],
    [{ size: 0 }, '/context/size'],
    [{ size: 1.5 }, '/context/size'],
    [{ size: 1, colour: 'red' }, '/context/colour'],
    [{ size: 1, 'a/b': 1 }, '/context/a~1b'],
  ])('%j breaks the schema of the policy at %s', async (context, path) => {
    expect(await create('schema', context)).toMatchObject({
      status: 400,
      body: { error: { code: 'CONTEXT_INVALID', issues: [{ path }] } },
    });
  });

  it('that take the schema too long are refused, while others are served', async () => {
    const [bomb, ...others] = await Promise.all([
      create('schema', { size: 1, names: [BOMB.text] }),
      create('people', { people: ['bob'] }),
      create('people', { people: ['carol'] }),
    ]);
    expect(bomb).toMatchObject({
      status: 400,
      body: {
        error: { code: 'CONTEXT_INVALID', issues: [{ path: '/context' }] },
      },
    });
    expect(others.map(({ status }) => status)).toEqual([201, 201]);
  });

  it('that take a condition too long skip no stage, and the stage says so', async () => {
    const stage = await stageOf('condition', { text: BOMB.text });
    expect(stage).toMatchObject({ status: 'active' });
    expect(stage.conditionError).toBeDefined();
    expect(await stageOf('condition', { text: 'aaa' })).toMatchObject({
      status: 'skipped',
    });
  });

  it('that take the search for people too long hold the stage', async () => {
    const p = Array.from({ length: 1_000 }, (_, index) => `p${index}`);
    expect(await stageOf('loop', { p })).toMatchObject({
      status: 'held',
      reason: 'expression_failed',
    });
  });

  it.each([
    [undefined, 'expression_failed'],
    [null, 'expression_failed'],
    ['bob', 'expression_failed'],
    [7, 'expression_failed'],
    [[7], 'expression_failed'],
    [{}, 'expression_failed'],
    [[], 'no_approvers'],
    [['nobody'], 'no_approvers'],
    [['group:default/platform'], 'no_approvers'],
    [['a:b:c:d', ''], 'no_approvers'],
    [['User:default/Alice'], 'no_approvers'],
    [['alice', 'ALICE', 'user:alice', 'default/Alice'], 'no_approvers'],
  ])('people that are %j hold the stage as %s', async (people, reason) => {
    expect(await stageOf('people', { people })).toMatchObject({
      status: 'held',
      reason,
      tasks: [],
    });
  });

  it('people in any spelling are seated once', async () => {
    const people = ['Bob', 'user:default/bob', 'User:Default/BOB', 'user:bob'];
    const { tasks } = await stageOf('people', { people });
    expect(tasks.map(({ person }) => person)).toEqual(['user:default/bob']);
  });

  it('a requester in any spelling is kept from their own request', async () => {
    const { id, requester } = await portal.as({ service: 'ci' }).createRequest({
      body: {
        ...ask('people'),
        requester: 'User:Default/BOB',
        involved: ['CAROL'],
        context: { people: ['bob', 'carol', 'dave'] },
      },
    });
    expect(requester).toBe('user:default/bob');
    const [{ tasks }] = present(await settled(portal, id));
    expect(tasks.map(({ person }) => person)).toEqual(['user:default/dave']);
  });

  it('a group of 2,000 people holds the stage, and seats nobody', async () => {
    expect(present(await asked(portal, 'thousands'))[0]).toMatchObject({
      status: 'held',
      reason: 'too_many_people',
      tasks: [],
    });
  });

  it('a group that is not there holds the stage, also where nobody would skip it', async () => {
    expect(present(await asked(portal, 'nowhere'))[0]).toMatchObject({
      status: 'held',
      reason: 'rule_unreachable',
    });
  });
});
