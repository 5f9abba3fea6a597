import { policyDefinition } from '@countersign/backstage-plugin-approvals-common';
import { ruleFacts } from '@countersign/backstage-plugin-approvals-node/testUtils';
import { named, peopleWorld } from './__testUtils__/peopleWorld';

describe('finding people', () => {
  const { catalog, find, people, sandbox } = peopleWorld();
  afterEach(() => jest.restoreAllMocks());

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
