import { tables } from '../database';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { Sandbox } from '../sandbox';
import { caller, definition, policyWorld } from './__testUtils__/policyWorld';

jest.setTimeout(60_000);

const erin = caller('erin');

describe.each(everyDatabase)('reading policies on %s', id => {
  const sandbox = new Sandbox();
  let world: Awaited<ReturnType<typeof policyWorld>>;
  beforeAll(async () => {
    world = await policyWorld(id, sandbox);
    for (const given of [
      { key: 'a-draft', name: 'Only a draft' },
      { key: 'b-active', name: 'In force 100%', description: 'Says what for' },
      { key: 'c-both', name: 'Both', subjectType: 'other', owner: 'platform' },
    ]) {
      await world.maker.create(erin, () => ({
        definition: definition(given),
      }));
    }
    await world.activation.activate(erin, 'b-active', 1);
    await world.activation.activate(erin, 'c-both', 1);
    await world.maker.createVersion(erin, 'c-both', () => ({}));
    await world.drafts.update(erin, 'c-both', 2, () => ({
      definition: definition({
        key: 'c-both',
        name: 'Renamed',
        subjectType: 'demo',
      }),
      revision: 1,
    }));
  });
  afterAll(async () => {
    await sandbox.close();
  });

  const keysFor = async (name: string, query: object = {}) =>
    (await world.reader.list(caller(name), query)).items.map(({ key }) => key);

  it.each([
    ['erin', ['a-draft', 'b-active', 'c-both']],
    ['vera', ['a-draft', 'b-active', 'c-both']],
    ['alice', ['b-active', 'c-both']],
    ['owen', ['b-active', 'c-both']],
    ['nobody', []],
  ])('lists to %s what they may see', async (name, keys) => {
    expect(await keysFor(name)).toEqual(keys);
  });

  it.each([
    [{ status: 'draft' }, ['a-draft', 'c-both']],
    [{ status: 'active' }, ['b-active', 'c-both']],
    [{ status: 'archived' }, []],
    [{ subjectType: 'other' }, ['c-both']],
    [{ subjectType: 'demo', status: 'active' }, ['b-active']],
    [{ q: 'ONLY draft' }, ['a-draft']],
    [{ q: '100%' }, ['b-active']],
    [{ q: '100_' }, []],
    [{ q: 'c-b' }, ['c-both']],
    [{ q: "'; drop table policies" }, []],
  ])('lists what fits %j', async (query, keys) => {
    expect(await keysFor('erin', query)).toEqual(keys);
  });

  it('does not find by the name of a draft that is not shown', async () => {
    expect(await keysFor('erin', { q: 'renamed' })).toEqual(['c-both']);
    expect(await keysFor('alice', { q: 'renamed' })).toEqual([]);
  });

  it('pages by key, for the same filters only', async () => {
    const first = await world.reader.list(erin, { limit: '2' });
    expect(first.items.map(({ key }) => key)).toEqual(['a-draft', 'b-active']);
    const { nextCursor: cursor } = first;
    const second = await world.reader.list(erin, { limit: '2', cursor });
    expect(second.items.map(({ key }) => key)).toEqual(['c-both']);
    expect(second.nextCursor).toBeUndefined();
    await expect(
      world.reader.list(erin, { cursor, status: 'draft' }),
    ).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });

  it('sums up what the caller sees of a policy', async () => {
    expect(await world.reader.get(erin, 'c-both')).toMatchObject({
      key: 'c-both',
      name: 'Both',
      subjectType: 'other',
      owner: 'group:default/platform',
      activeVersion: 1,
      latestVersion: 2,
      drafts: [2],
      inReview: 0,
      current: { version: 1, status: 'active' },
    });
    expect(await world.reader.get(caller('alice'), 'c-both')).toMatchObject({
      latestVersion: 1,
      drafts: [],
    });
    expect(await world.reader.get(erin, 'b-active')).toMatchObject({
      description: 'Says what for',
    });
  });

  it('counts what is in review and takes the median of what was decided', async () => {
    const insert = (number: number, status: string, hours: number) =>
      world.database
        .knex(tables.requests)
        .insert(request(number, status, hours));
    await insert(1, 'in_review', 0);
    await insert(2, 'in_review', 0);
    await insert(3, 'withdrawn', 900);
    for (const [index, hours] of [1, 2, 30].entries()) {
      await insert(4 + index, index === 1 ? 'rejected' : 'approved', hours);
    }
    expect(await world.reader.get(erin, 'b-active')).toMatchObject({
      inReview: 2,
      medianDecisionSeconds: 7_200,
      current: { inReview: 2 },
    });
    const { items } = await world.reader.list(erin, {});
    expect(items.map(({ inReview }) => inReview)).toEqual([0, 2, 0]);
    await insert(7, 'approved', 3);
    expect(await world.reader.get(erin, 'b-active')).toMatchObject({
      medianDecisionSeconds: 9_000,
    });
  });

  it('pages through versions, newest first', async () => {
    const first = await world.reader.versions(erin, 'c-both', { limit: '1' });
    expect(first.items.map(({ version }) => version)).toEqual([2]);
    const { nextCursor: cursor } = first;
    const second = await world.reader.versions(erin, 'c-both', { cursor });
    expect(second.items.map(({ version }) => version)).toEqual([1]);
    expect(second.nextCursor).toBeUndefined();
    await expect(
      world.reader.versions(erin, 'b-active', { cursor }),
    ).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });

  it('compares two versions', async () => {
    expect(await world.reader.diff(erin, 'c-both', 2, 1)).toEqual({
      key: 'c-both',
      version: 2,
      against: 1,
      changes: [
        { path: '/name', kind: 'changed', before: 'Both', after: 'Renamed' },
        { path: '/owner', kind: 'removed', before: 'group:default/platform' },
        {
          path: '/subjectType',
          kind: 'changed',
          before: 'other',
          after: 'demo',
        },
      ],
    });
    await expect(world.reader.diff(erin, 'c-both', 2, 9)).rejects.toMatchObject(
      {
        code: 'NOT_FOUND',
      },
    );
  });
});

function request(number: number, status: string, hours: number) {
  const time = (hour: number) =>
    new Date(Date.UTC(2026, 10, 24, hour)).toISOString();
  return {
    id: `019ac000-0000-7000-8000-00000000000${number}`,
    policy_key: 'b-active',
    policy_version: 1,
    subject_type: 'demo',
    subject_id: `s${number}`,
    subject_title: 'S',
    requester: 'user:default/alice',
    involved: '[]',
    digest: '',
    status,
    round: 1,
    one_open: false,
    forbid_repeat: false,
    search: '',
    created_at: time(0),
    round_started_at: time(0),
    completed_at: status === 'in_review' ? null : time(hours),
    state: '{}',
    stream_seq: 1,
    stream_hash: '',
  };
}
