import { ruleFacts } from '@countersign/backstage-plugin-approvals-node/testUtils';
import { named, peopleWorld } from './__testUtils__/peopleWorld';

describe('the rule types of the plugin', () => {
  const { find } = peopleWorld();
  const about = (entityRef?: string) =>
    ruleFacts({ subject: { type: 't', id: 'i', title: 'T', entityRef } });

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
  ])('find by %s', async (_, rule, names) => {
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
  ])('find the owner of %s', async (entityRef, outcome) => {
    const { approvers } = await find({ type: 'owner' }, about(entityRef));
    expect(approvers).toEqual([outcome]);
  });
});
