import { simulateBody } from '@countersign/backstage-plugin-approvals-common';
import { Sandbox } from '../sandbox';
import { caller, definition, policyWorld } from './__testUtils__/policyWorld';

jest.setTimeout(60_000);

const erin = caller('erin');
const ref = (name: string) => `user:default/${name}`;
const PLATFORM = { type: 'group', group: 'platform' };

describe('a simulation', () => {
  const sandbox = new Sandbox();
  let world: Awaited<ReturnType<typeof policyWorld>>;
  beforeAll(async () => {
    world = await policyWorld('SQLITE_3', sandbox);
  });
  afterAll(async () => {
    await sandbox.close();
  });

  const simulate = (body: object, by = erin) =>
    world.trials.simulate(by, () => simulateBody.parse(body));
  const tryStage = async (stage: object, body: object = {}) => {
    const { stages } = await simulate({
      definition: {
        ...definition(),
        stages: [{ name: 'Review', approvers: [PLATFORM], ...stage }],
      },
      requester: 'alice',
      ...body,
    });
    return stages[0];
  };

  it('says who would be asked, by which rules, and what is needed', async () => {
    expect(
      await tryStage({
        approvers: [PLATFORM, { type: 'user', user: 'bob', required: true }],
        observers: [{ type: 'user', user: 'vera' }],
        quorum: { mode: 'percentage', value: 50 },
        parallelGroup: 3,
        deadline: { after: 'PT48H', onBreach: 'notify' },
      }),
    ).toEqual({
      index: 0,
      name: 'Review',
      group: 3,
      outcome: 'active',
      need: 2,
      missing: ['2 more approvals', `${ref('bob')} must approve`],
      people: [
        { person: ref('bob'), rules: [0, 1], delegates: [] },
        { person: ref('carol'), rules: [0], delegates: [] },
        { person: ref('dave'), rules: [0], delegates: [] },
      ],
      observers: [ref('vera')],
      removed: [],
      rules: [
        { index: 0, type: 'group', people: ['bob', 'carol', 'dave'].map(ref) },
        { index: 1, type: 'user', people: [ref('bob')] },
      ],
      due: 'PT48H',
    });
  });

  it.each([
    ['who asks', { requester: 'bob' }, [PLATFORM], [ref('bob'), 'requester']],
    [
      'who is not in the catalog',
      {},
      [PLATFORM, { type: 'user', user: 'gone' }],
      [ref('gone'), 'not_a_user'],
    ],
    [
      'what is no ref',
      { context: { who: ['a b'] } },
      [PLATFORM, { type: 'expression', people: 'context.who' }],
      ['a b', 'not_a_ref'],
    ],
  ])(
    'leaves out %s and says why',
    async (_, body, approvers, [person, reason]) => {
      const stage = await tryStage({ approvers }, body);
      expect(stage.removed).toEqual([{ person, reason }]);
      expect(stage.people.map(item => item.person)).not.toContain(person);
    },
  );

  it.each([
    ['active', {}, { outcome: 'active' }],
    [
      'skipped by its condition',
      { skipIf: 'context.environment == "dev"' },
      { outcome: 'skipped', reason: 'condition' },
    ],
    [
      'not skipped by a condition that fails',
      { skipIf: 'context.none' },
      { outcome: 'active', conditionError: 'No such key: none' },
    ],
    [
      'held for want of people',
      { quorum: { mode: 'count', value: 5 } },
      { outcome: 'held', reason: 'not_enough_approvers' },
    ],
    [
      'held when only the requester is found',
      {
        approvers: [{ type: 'expression', people: '[requester.ref]' }],
        onNoApprovers: 'skip',
      },
      { outcome: 'held', reason: 'no_approvers' },
    ],
    [
      'rejected when nobody is found',
      {
        approvers: [{ type: 'group', group: 'empty' }],
        onNoApprovers: 'reject',
      },
      { outcome: 'rejected', reason: 'no_approvers' },
    ],
    [
      'skipped when nobody is found',
      { approvers: [{ type: 'group', group: 'empty' }], onNoApprovers: 'skip' },
      { outcome: 'skipped', reason: 'no_approvers' },
    ],
    [
      'held by a group that is not there',
      { approvers: [{ type: 'group', group: 'none' }] },
      { outcome: 'held', reason: 'rule_unreachable' },
    ],
    [
      'held by an expression that fails',
      { approvers: [{ type: 'expression', people: 'context.none' }] },
      { outcome: 'held', reason: 'expression_failed' },
    ],
  ])('says that a stage would be %s', async (_, stage, expected) => {
    expect(
      await tryStage(stage, { context: { environment: 'dev' } }),
    ).toMatchObject(expected);
  });

  it('tells why a rule failed', async () => {
    const { rules } = await tryStage({
      approvers: [{ type: 'owner' }, { type: 'role', role: 'r' }],
    });
    expect(rules).toEqual([
      {
        index: 0,
        type: 'owner',
        people: [],
        failure: 'unreachable',
        message: 'The subject names no catalog entity',
      },
      { index: 1, type: 'role', people: [ref('dave')] },
    ]);
  });

  it('asks the owner of the subject that is given', async () => {
    const stage = await tryStage(
      { approvers: [{ type: 'owner' }] },
      { subject: { entityRef: 'component:default/billing' } },
    );
    expect(stage.people).toMatchObject([{ person: ref('dave') }]);
  });

  it('shows who may act for whom now, for this policy', async () => {
    const delegate = (given: object) =>
      world.delegations.create(caller('bob'), () => ({
        delegate: ref('vera'),
        start: world.clock.now,
        end: '2026-12-24T09:00:00.000Z',
        ...given,
      }));
    await delegate({});
    await delegate({ delegate: ref('owen'), policyKeys: ['other'] });
    const { people } = await tryStage({});
    expect(people.map(({ delegates }) => delegates)).toEqual([
      [ref('vera')],
      [],
      [],
    ]);
  });

  it('says where the context breaks the schema, and goes on', async () => {
    const result = await simulate({
      definition: {
        ...definition(),
        contextSchema: {
          type: 'object',
          properties: { size: { type: 'integer' } },
        },
      },
      context: { size: 'big' },
    });
    expect(result.contextFaults).toEqual([
      { path: '/size', message: 'must be integer' },
    ]);
    expect(result.stages[0].outcome).toBe('active');
    expect(result.requester).toBe(ref('erin'));
  });

  it('looks at each stage as if its turn came', async () => {
    const { stages, warnings } = await simulate({
      definition: {
        ...definition(),
        separationOfDuties: { forbidRepeatApprovers: true },
        stages: ['A', 'B'].map(name => ({
          name,
          approvers: [PLATFORM],
          rejections: 9,
        })),
      },
    });
    expect(
      stages.map(({ outcome, people }) => [outcome, people.length]),
    ).toEqual([
      ['active', 3],
      ['active', 3],
    ]);
    expect(warnings.map(({ path }) => path)).toEqual([
      '/stages/0/rejections',
      '/stages/1/rejections',
    ]);
  });
});
