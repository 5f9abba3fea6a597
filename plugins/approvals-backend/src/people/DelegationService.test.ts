import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { codeOf } from '../http/__testUtils__/codeOf';
import {
  at,
  caller,
  delegationWorld,
  ref,
} from './__testUtils__/delegationWorld';

jest.setTimeout(60_000);

type World = Awaited<ReturnType<typeof delegationWorld>>;

describe.each(everyDatabase)('delegations on %s', id => {
  let world: World;
  beforeEach(async () => {
    world = await delegationWorld(id);
  });

  const create = (name: string, body: object) => world.create(name, body);
  const running = async (name: string, now = world.clock.now) =>
    (await world.delegations.runningFor(ref(name), now)).map(
      ({ delegator, policyKeys }) =>
        [delegator, policyKeys?.join()].filter(Boolean).join(' '),
    );

  it('runs from its start until just before its end, and tells so in history', async () => {
    const made = await create('alice', {
      start: at(25),
      policyKeys: ['b', 'a', 'b'],
      reason: ' on leave ',
    });
    expect(made).toMatchObject({
      delegator: ref('alice'),
      delegate: ref('bob'),
      start: at(25),
      end: at(26),
      policyKeys: ['b', 'a'],
      reason: 'on leave',
      state: 'coming',
      createdBy: ref('alice'),
    });
    const times = [at(24), at(25), '2026-11-26T08:59:59.999Z', at(26)];
    expect(await Promise.all(times.map(now => running('bob', now)))).toEqual([
      [],
      [`${ref('alice')} b,a`],
      [`${ref('alice')} b,a`],
      [],
    ]);
    expect(
      await world.delegations.delegatesOf([ref('alice'), ref('carol')], at(25)),
    ).toEqual([
      { delegator: ref('alice'), delegate: ref('bob'), policyKeys: ['b', 'a'] },
    ]);
    const { items } = await world.history.list(`delegation:${made.id}`);
    expect(items).toMatchObject([
      {
        type: 'delegation.created',
        actor: ref('alice'),
        text: 'on leave',
        payload: {
          delegator: ref('alice'),
          delegate: ref('bob'),
          textHash: expect.any(String),
        },
      },
    ]);
    expect(JSON.stringify(items[0].payload)).not.toContain('on leave');
  });

  it('counts a start in the past from now', async () => {
    expect(await create('alice', { start: at(1) })).toMatchObject({
      start: world.clock.now,
      state: 'running',
    });
  });

  it.each([
    [
      'to oneself',
      'alice',
      { delegate: 'User:default/Alice' },
      'INVALID_INPUT /delegate',
    ],
    [
      'with an end before its start',
      'alice',
      { start: at(26), end: at(25) },
      'INVALID_INPUT /end',
    ],
    [
      'of no length',
      'alice',
      { start: at(25), end: at(25) },
      'INVALID_INPUT /end',
    ],
    [
      'that is over',
      'alice',
      { start: at(1), end: at(2) },
      'INVALID_INPUT /end',
    ],
    [
      'to a stranger',
      'alice',
      { delegate: 'nobody' },
      'PERSON_UNKNOWN /delegate',
    ],
    [
      'of a stranger',
      'erin',
      { delegator: 'nobody' },
      'PERSON_UNKNOWN /delegator',
    ],
    ['of somebody else', 'alice', { delegator: 'carol' }, 'NOT_ALLOWED'],
    ['by a service', 'service:admin', { delegator: 'carol' }, 'NOT_ALLOWED'],
    [
      'of somebody else, by who manages',
      'erin',
      { delegator: 'carol' },
      'done',
    ],
  ])('answers one %s', async (_, name, body, code) => {
    expect(await codeOf(create(name, body))).toBe(code);
  });

  it('refuses what acts for a person before it looks at the body', async () => {
    const work = world.delegations.create(
      caller('alice', 'plugin:scaffolder'),
      () => {
        throw new Error('the body was read');
      },
    );
    expect(await codeOf(work)).toBe('TOKEN_NOT_ALLOWED');
  });

  it.each([
    ['the same time', { start: at(24), end: at(26) }, 'DELEGATION_OVERLAP'],
    ['a part of it', { start: at(25), end: at(28) }, 'DELEGATION_OVERLAP'],
    ['the time after it', { start: at(26), end: at(28) }, 'done'],
    ['another person', { delegate: 'carol' }, 'done'],
    ['a policy in common', { policyKeys: ['a', 'c'] }, 'DELEGATION_OVERLAP'],
    ['other policies only', { policyKeys: ['c'] }, 'done'],
    ['all policies', { policyKeys: undefined }, 'DELEGATION_OVERLAP'],
  ])('answers a second one for %s', async (_, body, code) => {
    await create('alice', { policyKeys: ['a', 'b'] });
    expect(await codeOf(create('alice', { policyKeys: ['a'], ...body }))).toBe(
      code,
    );
  });

  it('takes one of twenty that come at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => codeOf(create('alice', {}))),
    );
    expect(answers.sort()).toEqual([
      ...Array(19).fill('DELEGATION_OVERLAP'),
      'done',
    ]);
  });

  it.each([
    ['the one who gave it', 'alice', 'done'],
    ['the one who has it', 'bob', 'done'],
    ['one who manages', 'erin', 'done'],
    ['somebody else', 'carol', 'NOT_FOUND'],
    ['a service', 'service:admin', 'NOT_ALLOWED'],
  ])('lets %s end it', async (_, name, code) => {
    const { id: delegation } = await create('alice', {});
    world.clock.now = at(25);
    expect(await codeOf(world.delegations.end(caller(name), delegation))).toBe(
      code,
    );
    const isOver = code === 'done';
    expect(await running('bob')).toEqual(isOver ? [] : [ref('alice')]);
    const { items } = await world.history.list(`delegation:${delegation}`);
    expect(items.map(({ type }) => type)).toEqual(
      ['delegation.created', 'delegation.ended'].slice(0, isOver ? 2 : 1),
    );
  });

  it('frees the time of one that was ended, and ends only once', async () => {
    const { id: delegation } = await create('alice', {});
    world.clock.now = at(25);
    await world.delegations.end(caller('alice'), delegation);
    await world.delegations.end(caller('bob'), delegation);
    expect(await codeOf(create('alice', {}))).toBe('done');
    const { items } = await world.history.list(`delegation:${delegation}`);
    expect(items).toHaveLength(2);
    const listed = await world.delegations.list(caller('bob'), {
      state: 'past',
    });
    expect(listed.items).toMatchObject([
      {
        id: delegation,
        state: 'past',
        endedBy: ref('alice'),
        endedAt: at(25),
        end: at(26),
      },
    ]);
  });

  it('takes one to come away', async () => {
    const { id: delegation } = await create('alice', { start: at(25) });
    await world.delegations.end(caller('bob'), delegation);
    expect((await world.delegations.list(caller('alice'), {})).items).toEqual(
      [],
    );
    expect(
      await codeOf(world.delegations.end(caller('alice'), delegation)),
    ).toBe('NOT_FOUND');
  });
});
