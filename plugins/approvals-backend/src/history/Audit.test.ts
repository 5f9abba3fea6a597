import {
  AuditQuery,
  Event,
} from '@countersign/backstage-plugin-approvals-common';
import { Database } from '../database';
import {
  emptyDatabase,
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import { at, comment, override } from './__testUtils__/drafts';
import { historyRoom } from './__testUtils__/room';

const BOB = 'user:default/bob';

describe.each(everyDatabase)('all streams together on %s', id => {
  let database: Database;
  let room: ReturnType<typeof historyRoom>;

  beforeAll(async () => {
    database = await freshDatabase(id);
  });
  beforeEach(async () => {
    await emptyDatabase(database);
    room = historyRoom(database);
  });

  const textsOf = (events: Event[]) => events.map(({ text }) => text);
  const exported = async (query: AuditQuery): Promise<Event[]> => {
    const all: Event[] = [];
    for await (const events of room.audit.export(query)) {
      all.push(...events);
    }
    return all;
  };

  describe('four lines of three streams', () => {
    beforeEach(async () => {
      await room.append('request:1', comment('one', 1), comment('four', 4));
      await room.append('request:2', comment('two', 2, BOB));
      await room.append('policy:deploy', comment('three', 3, BOB));
    });

    it.each<[AuditQuery, string[]]>([
      [{}, ['four', 'three', 'two', 'one']],
      [{ stream: 'request:1' }, ['four', 'one']],
      [{ actor: BOB }, ['three', 'two']],
      [{ type: 'request.cancelled' }, []],
      [{ type: 'request.commented', actor: BOB }, ['three', 'two']],
      [{ after: at(2), before: at(4) }, ['three', 'two']],
      [{ stream: 'request:1', before: at(4) }, ['one']],
    ])(
      'with %j are listed newest first, exported oldest first',
      async (query, expected) => {
        const { items } = await room.audit.list(query);
        expect(textsOf(items)).toEqual(expected);
        expect(textsOf(await exported(query))).toEqual([...expected].reverse());
      },
    );

    it.each<AuditQuery>([{}, { stream: 'request:1' }])(
      'with %j are paged without a gap and without a double',
      async query => {
        const seen: Event[] = [];
        let cursor: string | undefined;
        do {
          const page = await room.audit.list({ ...query, limit: '1', cursor });
          expect(page.items).toHaveLength(1);
          seen.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor);
        expect(seen).toEqual((await room.audit.list(query)).items);
      },
    );

    it('refuse the cursor of other filters', async () => {
      const { nextCursor: cursor } = await room.audit.list({ limit: '1' });
      for (const other of [{ actor: BOB }, { stream: 'request:1' }]) {
        await expect(
          room.audit.list({ cursor, ...other }),
        ).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
      }
    });
  });

  it('keep the order of a stream when a clock goes back', async () => {
    await room.append('request:1', comment('one', 9), comment('two', 1));
    const query = { stream: 'request:1' };
    expect(textsOf((await room.audit.list(query)).items)).toEqual([
      'two',
      'one',
    ]);
    expect(textsOf(await exported(query))).toEqual(['one', 'two']);
  });

  it('carry both texts of a line', async () => {
    await room.append('request:1', override('fine', 'Bob is away'));
    const [event] = (await room.audit.list({})).items;
    expect(event).toMatchObject({ text: 'fine', reason: 'Bob is away' });
    expect(await exported({})).toEqual([event]);
  });

  it.each<AuditQuery>([{}, { stream: 'request:1' }])(
    'are exported with %j in batches, each line once',
    async query => {
      for (let time = 0; time < 12; time++) {
        const hundred = Array.from({ length: 100 }, (_, index) =>
          comment(`${index}`, index % 60),
        );
        await room.append('request:1', ...hundred);
      }
      const sizes: number[] = [];
      const ids = new Set<string>();
      for await (const events of room.audit.export(query)) {
        sizes.push(events.length);
        events.forEach(event => ids.add(event.id));
      }
      expect(ids.size).toBe(1_200);
      expect(sizes).toEqual([500, 500, 200]);
    },
  );
});
