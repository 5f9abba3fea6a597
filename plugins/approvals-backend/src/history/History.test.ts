import { Database } from '../database';
import {
  emptyDatabase,
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import { comment, override } from './__testUtils__/drafts';
import { historyRoom } from './__testUtils__/room';

describe.each(everyDatabase)('history on %s', id => {
  let database: Database;
  let room: ReturnType<typeof historyRoom>;

  beforeAll(async () => {
    database = await freshDatabase(id);
  });
  beforeEach(async () => {
    await emptyDatabase(database);
    room = historyRoom(database);
  });

  it('numbers the lines of a stream and gives them back with their texts', async () => {
    const added = await room.append('request:1', comment('hello'));
    const [more] = await room.append(
      'request:1',
      override('fine', 'Bob is away'),
    );
    const { items } = await room.history.list('request:1');
    expect(items).toEqual([...added, more]);
    expect(items.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(items[0].text).toBe('hello');
    expect(items[1]).toMatchObject({ text: 'fine', reason: 'Bob is away' });
    expect(items[1].previousHash).toBe(items[0].hash);
  });

  it('keeps a chain whole when many write to it at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        room.append('policy:deploy', comment(`${index}`)),
      ),
    );
    const { items } = await room.history.list('policy:deploy');
    expect(items.map(({ seq }) => seq)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    expect(await room.verifier.verify()).toMatchObject({
      ok: true,
      events: 20,
    });
  });

  it('pages a stream, and refuses the cursor of another one', async () => {
    await room.append('request:1', comment('a'), comment('b'), comment('c'));
    const first = await room.history.list('request:1', { limit: '2' });
    expect(first.items.map(({ text }) => text)).toEqual(['a', 'b']);
    const { nextCursor: cursor } = first;
    const second = await room.history.list('request:1', { limit: '2', cursor });
    expect(second.items.map(({ text }) => text)).toEqual(['c']);
    expect(second.nextCursor).toBeUndefined();
    await expect(
      room.history.list('request:2', { cursor }),
    ).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    });
  });

  it('gives several streams as one by time, each in its own order', async () => {
    await room.append(
      'request:1',
      comment('a', 1),
      comment('d', 4),
      comment('d late', 3),
    );
    await room.append(
      'run:1',
      comment('b', 2),
      comment('e', 4),
      comment('f', 5),
    );
    const streams = ['request:1', 'run:1'];
    const { items } = await room.history.list(streams);
    const words = ['a', 'b', 'd', 'd late', 'e', 'f'];
    expect(items.map(({ text }) => text)).toEqual(words);
    for (const limit of ['1', '2', '4']) {
      const read: unknown[] = [];
      let cursor: string | undefined;
      do {
        const page = await room.history.list(streams, { limit, cursor });
        read.push(...page.items.map(({ text }) => text));
        cursor = page.nextCursor;
      } while (cursor);
      expect(read).toEqual(words);
    }
    const { nextCursor } = await room.history.list('run:1', { limit: '1' });
    await expect(
      room.history.list(streams, { cursor: nextCursor }),
    ).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });
});
