import { Database, tables } from '../database';
import {
  emptyDatabase,
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import { comment, override } from './__testUtils__/drafts';
import { historyRoom } from './__testUtils__/room';
import {
  forgeEverything,
  SEALED_TAMPERINGS,
} from './__testUtils__/sealedTamperings';
import { STREAM, TAMPERINGS } from './__testUtils__/tamperings';

describe.each(everyDatabase)('verifying on %s', id => {
  let database: Database;
  let room: ReturnType<typeof historyRoom>;

  beforeAll(async () => {
    database = await freshDatabase(id);
  });
  beforeEach(async () => {
    await emptyDatabase(database);
    room = historyRoom(database);
    await Promise.all(
      ['request:a', STREAM, 'request:c'].map(stream =>
        room.append(
          stream,
          comment('one', 1),
          comment('two', 2),
          comment('three', 3),
          override('four', 'nobody else was there'),
        ),
      ),
    );
  });

  it('finds nothing wrong where nothing is', async () => {
    expect(await room.verifier.verify()).toEqual({
      ok: true,
      streams: 3,
      events: 12,
      erased: 0,
      seals: 0,
      broken: null,
    });
  });

  it.each(TAMPERINGS)('finds it when %s', async (_, tamper, expected) => {
    await tamper(database.knex);
    const found = await room.verifier.verify();
    expect(found).toMatchObject({
      ok: false,
      broken: {
        stream: STREAM,
        seq: expected.seq,
        reason: expect.stringMatching(expected.reason),
      },
    });
    expect(await room.verifier.verify({ stream: STREAM })).toMatchObject({
      broken: found.broken,
    });
    expect((await room.verifier.verify({ stream: 'request:a' })).ok).toBe(true);
  });

  describe('with two seals', () => {
    beforeEach(async () => {
      await room.sealer.seal();
      await room.append('request:a', comment('five', 5));
      room.clock.now = '2026-11-25T23:00:00.000Z';
      await room.sealer.seal();
    });

    it('finds nothing wrong where nothing is', async () => {
      expect(await room.verifier.verify()).toMatchObject({
        ok: true,
        streams: 4,
        events: 15,
        seals: 2,
      });
      expect(await room.verifier.verify({ stream: STREAM })).toMatchObject({
        ok: true,
        seals: 1,
      });
    });

    it.each([...TAMPERINGS, ...SEALED_TAMPERINGS])(
      'finds it when %s',
      async (_, tamper, { stream = STREAM, seq, reason }) => {
        await tamper(database.knex);
        const expected = { stream, seq, reason: expect.stringMatching(reason) };
        expect(await room.verifier.verify()).toMatchObject({
          ok: false,
          broken: expected,
        });
        expect(
          await room.verifier.verify({ stream: 'request:c' }),
        ).toMatchObject({ ok: true });
      },
    );

    const ofOneStream = SEALED_TAMPERINGS.filter(
      ([, , { stream = STREAM }]) => stream === STREAM,
    );

    it.each(ofOneStream)(
      'finds it in the one stream when %s',
      async (_, tamper, { seq, reason }) => {
        await tamper(database.knex);
        expect(await room.verifier.verify({ stream: STREAM })).toMatchObject({
          broken: { seq, reason: expect.stringMatching(reason) },
        });
      },
    );

    it('cannot tell when somebody with SQL has rewritten the seals too: that is what copies are for', async () => {
      await forgeEverything(database.knex);
      expect(await room.verifier.verify()).toMatchObject({
        ok: true,
        seals: 2,
      });
    });
  });

  it('goes through more streams and lines than it takes at once', async () => {
    await database.inTransaction(async tx => {
      for (let index = 0; index < 120; index++) {
        const five = Array.from({ length: 5 }, () => comment('long'));
        await room.history.append(tx, 'request:long', five);
        await room.history.append(tx, `policy:${index}`, [comment('short')]);
      }
    });
    expect(await room.verifier.verify()).toMatchObject({
      ok: true,
      streams: 124,
      events: 12 + 600 + 120,
    });
    await database
      .knex(tables.events)
      .where({ stream: STREAM, seq: 3 })
      .update({ actor: 'user:default/mallory' });
    expect((await room.verifier.verify()).broken).toMatchObject({
      stream: STREAM,
      seq: 3,
    });
  });

  it('is not misled by what is added and sealed meanwhile', async () => {
    let adding = true;
    const addMore = async (): Promise<void> => {
      await room.append(STREAM, comment('more'));
      await (adding ? addMore() : undefined);
    };
    const adder = addMore();
    for (let day = 10; day < 20; day++) {
      room.clock.now = `2026-11-${day}T23:00:00.000Z`;
      const [found] = await Promise.all([
        room.verifier.verify(),
        room.sealer.seal(),
      ]);
      expect(found.broken).toBeNull();
    }
    adding = false;
    await adder;
  });

  it('stops when nobody waits for it any more', async () => {
    await expect(
      room.verifier.verify({ signal: AbortSignal.abort() }),
    ).rejects.toThrow(/abort/i);
  });
});
