import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { codeOf } from '../http/__testUtils__/codeOf';
import {
  at,
  caller,
  delegationWorld,
  ref,
} from './__testUtils__/delegationWorld';

jest.setTimeout(60_000);

describe.each(everyDatabase)('lists of delegations on %s', id => {
  let world: Awaited<ReturnType<typeof delegationWorld>>;
  beforeEach(async () => {
    world = await delegationWorld(id);
  });

  it('hold those of a person from either side by their state', async () => {
    await world.create('alice', { delegate: 'bob', reason: 'one' });
    await world.create('bob', {
      delegate: 'carol',
      start: at(25),
      reason: 'two',
    });
    await world.create('carol', { delegate: 'alice', reason: 'three' });
    const list = async (name: string, query: object = {}) =>
      (await world.delegations.list(caller(name), query)).items
        .map(({ reason }) => reason)
        .sort();
    expect(await list('bob')).toEqual(['one', 'two']);
    expect(await list('bob', { state: 'running' })).toEqual(['one']);
    expect(await list('bob', { state: 'coming' })).toEqual(['two']);
    expect(await list('bob', { state: 'past' })).toEqual([]);
    expect(await list('erin', { person: ref('carol') })).toEqual([
      'three',
      'two',
    ]);
    expect(await list('service:admin')).toEqual(['one', 'three', 'two']);
    expect(await codeOf(list('bob', { person: ref('carol') }))).toBe(
      'NOT_ALLOWED',
    );
    expect(await codeOf(list('service:ci'))).toBe('NOT_ALLOWED');
  });

  it('come in pages, also when many were made at the same moment', async () => {
    for (let day = 1; day <= 5; day++) {
      await world.create('alice', { start: at(24 + day), end: at(25 + day) });
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.delegations.list(caller('alice'), {
        limit: '2',
        cursor,
      });
      seen.push(...page.items.map(({ start }) => start));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([29, 28, 27, 26, 25].map(day => at(day)));
    expect(
      await codeOf(
        world.delegations.list(caller('alice'), { cursor: 'rubbish' }),
      ),
    ).toBe('INVALID_CURSOR');
  });
});
