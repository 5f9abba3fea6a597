import { Database, tables } from '../database';
import {
  emptyDatabase,
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import { comment } from './__testUtils__/drafts';
import { historyRoom } from './__testUtils__/room';
import { HeadsDigest } from './HeadsDigest';

describe.each(everyDatabase)('sealing on %s', id => {
  let database: Database;
  let room: ReturnType<typeof historyRoom>;

  beforeAll(async () => {
    database = await freshDatabase(id);
  });
  beforeEach(async () => {
    await emptyDatabase(database);
    room = historyRoom(database);
  });

  const onDay = (day: number) => {
    room.clock.now = `2026-11-${day}T23:00:00.000Z`;
    return room.sealer.seal();
  };
  const sealedOn = async (day: number): Promise<string[]> => {
    const rows = await database
      .knex(tables.sealedHeads)
      .where({ day: `2026-11-${day}` });
    return rows.map(({ stream, seq }) => `${stream} ${seq}`).sort();
  };

  it('puts a digest over the heads that moved into a line of its own', async () => {
    await room.append('request:b', comment('one'), comment('two'));
    const [last] = await room.append('policy:a', comment('three'));
    const { items } = await room.history.list('request:b');
    const expected = new HeadsDigest();
    expected.add({ stream: 'policy:a', seq: 1, hash: last.hash });
    expected.add({ stream: 'request:b', seq: 2, hash: items[1].hash });

    const seal = await onDay(24);

    expect(seal).toMatchObject({
      stream: 'audit',
      seq: 1,
      type: 'audit.sealed',
      actor: 'system:seal',
      payload: { day: '2026-11-24', ...expected.finish() },
    });
    expect((await room.history.list('audit')).items).toEqual([seal]);
  });

  it('orders streams by their bytes, whatever the database sorts by', async () => {
    const streams = ['a-b', 'a', 'Z', 'a_b', 'ä', 'a:b', '𝕏', '～'];
    const byBytes = [...streams].sort((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    );
    const hashes = new Map<string, string>();
    for (const stream of streams) {
      const [line] = await room.append(stream, comment(stream));
      hashes.set(stream, line.hash);
    }
    const expected = new HeadsDigest();
    byBytes.forEach(stream =>
      expected.add({ stream, seq: 1, hash: hashes.get(stream) ?? '' }),
    );
    expect(await onDay(24)).toMatchObject({ payload: expected.finish() });
  });

  it('takes up each day what moved since, with the seal before, and nothing twice', async () => {
    await room.append('request:a', comment('one'));
    await room.append('request:b', comment('one'));
    await onDay(24);
    await room.append('request:b', comment('two'));
    await onDay(25);
    await onDay(26);
    expect(await sealedOn(24)).toEqual(['request:a 1', 'request:b 1']);
    expect(await sealedOn(25)).toEqual(['audit 1', 'request:b 2']);
    expect(await sealedOn(26)).toEqual(['audit 2']);
    expect(await room.verifier.verify()).toMatchObject({ ok: true, seals: 3 });
  });

  it('seals a day on which nothing happened, so that a missing seal is news', async () => {
    expect(await onDay(24)).toMatchObject({ payload: { heads: 0 } });
    expect(await room.verifier.verify()).toMatchObject({ ok: true, seals: 1 });
  });

  it('is done once a day, however many try at once', async () => {
    await room.append('request:a', comment('one'));
    const seals = await Promise.all(Array.from({ length: 8 }, () => onDay(24)));
    expect(seals.filter(seal => seal !== undefined)).toHaveLength(1);
    expect(await onDay(24)).toBeUndefined();
    expect((await room.history.list('audit')).items).toHaveLength(1);
  });

  it('is not done again for a day that a clock goes back to', async () => {
    await onDay(25);
    expect(await onDay(24)).toBeUndefined();
    expect(await onDay(26)).toBeDefined();
  });

  it('loses no head to those who write meanwhile, and seals no line that is not there', async () => {
    let writing = true;
    const write = async (stream: string): Promise<void> => {
      await room.append(stream, comment('more'));
      await (writing ? write(stream) : undefined);
    };
    const writers = ['request:a', 'request:b', 'request:c'].map(write);
    for (let day = 10; day < 20; day++) {
      await onDay(day);
      expect((await room.verifier.verify()).broken).toBeNull();
    }
    writing = false;
    await Promise.all(writers);
    await onDay(20);
    const heads = await database
      .knex(`${tables.streamHeads} as h`)
      .leftJoin(`${tables.sealedHeads} as s`, join =>
        join
          .on('s.stream', 'h.stream')
          .andOn('s.seq', 'h.seq')
          .andOn('s.hash', 'h.hash'),
      )
      .whereNot('h.stream', 'audit')
      .select('h.stream', 's.day');
    expect(heads).toHaveLength(3);
    expect(heads.every(({ day }) => day !== null)).toBe(true);
    expect(await room.verifier.verify()).toMatchObject({ ok: true, seals: 11 });
  });

  it('goes through more heads than it takes at once', async () => {
    const hash = 'ab'.repeat(32);
    const heads = Array.from({ length: 12_000 }, (_, index) => ({
      stream: `request:${index}`,
      seq: 1,
      hash,
    }));
    await database.knex.batchInsert(tables.streamHeads, heads, 500);
    const expected = new HeadsDigest();
    [...heads]
      .sort((a, b) => (a.stream < b.stream ? -1 : 1))
      .forEach(head => expected.add(head));
    expect(await onDay(24)).toMatchObject({ payload: expected.finish() });
  });
});

const onPostgres = everyDatabase.flat().filter(id => id.startsWith('POSTGRES'));

// SQLite has one writer: there a seal waits until others are done.
(onPostgres.length > 0 ? describe : describe.skip)(
  'beside a transaction that goes on',
  () => {
    it('seals only what is committed; the rest comes with the next seal', async () => {
      const database = await freshDatabase(onPostgres[0]);
      const room = historyRoom(database);
      await room.append('request:a', comment('one'));
      const tx = await database.knex.transaction();
      await room.history.append(tx, 'request:a', [comment('two')]);
      await room.history.append(tx, 'request:b', [comment('one')]);

      const seal = await room.sealer.seal();

      expect(seal).toMatchObject({ payload: { heads: 1 } });
      await tx.commit();
      room.clock.now = '2026-11-25T23:00:00.000Z';
      expect(await room.sealer.seal()).toMatchObject({ payload: { heads: 3 } });
      expect(await room.verifier.verify()).toMatchObject({
        ok: true,
        seals: 2,
      });
    });
  },
);
