import { Database } from '../database';
import {
  emptyDatabase,
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import { EventDraft, History, HistoryStore, Verifier } from '.';
import { at, comment, override } from './__testUtils__/drafts';

describe.each(everyDatabase)('history on %s', id => {
  let database: Database;
  let history: History;
  let verifier: Verifier;

  beforeAll(async () => {
    database = await freshDatabase(id);
  });
  beforeEach(async () => {
    await emptyDatabase(database);
    const store = new HistoryStore(database);
    history = new History({ store });
    verifier = new Verifier({ store });
  });

  const append = (stream: string, ...drafts: EventDraft[]) =>
    database.inTransaction(tx => history.append(tx, stream, drafts));

  it('numbers the lines of a stream and gives them back with their texts', async () => {
    const added = await append('request:1', comment('hello'));
    const [more] = await append('request:1', override('fine', 'Bob is away'));
    const { items } = await history.list('request:1');
    expect(items).toEqual([...added, more]);
    expect(items.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(items[0].text).toBe('hello');
    expect(items[1]).toMatchObject({ text: 'fine', reason: 'Bob is away' });
    expect(items[1].previousHash).toBe(items[0].hash);
  });

  it('keeps a chain whole when many write to it at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        append('policy:deploy', comment(`${index}`)),
      ),
    );
    const { items } = await history.list('policy:deploy');
    expect(items.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    expect(await verifier.verify()).toMatchObject({ ok: true, events: 20 });
  });

  it('pages a stream, and refuses the cursor of another one', async () => {
    await append('request:1', comment('a'), comment('b'), comment('c'));
    const first = await history.list('request:1', { limit: '2' });
    expect(first.items.map(({ text }) => text)).toEqual(['a', 'b']);
    const { nextCursor: cursor } = first;
    const second = await history.list('request:1', { limit: '2', cursor });
    expect(second.items.map(({ text }) => text)).toEqual(['c']);
    expect(second.nextCursor).toBeUndefined();
    await expect(history.list('request:2', { cursor })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    });
  });

  describe('all streams together', () => {
    beforeEach(async () => {
      await append('request:1', comment('one', 1), comment('four', 4));
      await append('request:2', comment('two', 2, 'user:default/bob'));
      await append('policy:deploy', comment('three', 3, 'user:default/bob'));
    });

    const texts = async (query: Parameters<History['audit']>[0]) =>
      (await history.audit(query)).items.map(({ text }) => text);

    it('come newest first', async () => {
      expect(await texts({})).toEqual(['four', 'three', 'two', 'one']);
    });

    it.each([
      [{ stream: 'request:1' }, ['four', 'one']],
      [{ actor: 'user:default/bob' }, ['three', 'two']],
      [{ type: 'request.cancelled' }, []],
      [{ after: at(2), before: at(4) }, ['three', 'two']],
    ])('are filtered by %j', async (filters, expected) => {
      expect(await texts(filters)).toEqual(expected);
    });

    it('are paged without a gap and without a double', async () => {
      const seen: (string | undefined)[] = [];
      let cursor: string | undefined;
      do {
        const page = await history.audit({ limit: '1', cursor });
        seen.push(...page.items.map(({ text }) => text));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toEqual(['four', 'three', 'two', 'one']);
    });

    it('refuse the cursor of other filters', async () => {
      const { nextCursor: cursor } = await history.audit({ limit: '1' });
      await expect(
        history.audit({ cursor, actor: 'user:default/bob' }),
      ).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    });
  });

  it('exports everything, oldest first, in batches', async () => {
    for (let time = 0; time < 12; time++) {
      const hundred = Array.from({ length: 100 }, (_, index) =>
        comment(`${index}`, index % 60),
      );
      await append('request:1', ...hundred);
    }
    const sizes: number[] = [];
    const ids = new Set<string>();
    let last = '';
    for await (const events of history.export({})) {
      sizes.push(events.length);
      events.forEach(event => ids.add(event.id));
      expect(events[0].at >= last).toBe(true);
      last = events[events.length - 1].at;
    }
    expect(ids.size).toBe(1_200);
    expect(sizes).toEqual([500, 500, 200]);
  });
});
