import { Knex } from 'knex';
import { Database, tables } from '../database';
import {
  emptyDatabase,
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import { EventDraft, History, HistoryStore, Verifier } from '.';
import { comment, override } from './__testUtils__/drafts';

const STREAM = 'request:b';

/** What somebody with SQL could do, and what the verifier says to it. */
const TAMPERINGS: [
  string,
  (knex: Knex) => PromiseLike<unknown>,
  { stream?: string; seq: number; reason: RegExp },
][] = [
  [
    'a payload is changed',
    knex =>
      lines(knex, 2).update({
        payload: knex.raw(`replace(payload, '1', '2')`),
      }),
    { seq: 2, reason: /was changed/ },
  ],
  [
    'blanks are added to a payload',
    knex => lines(knex, 2).update({ payload: knex.raw(`payload || ' '`) }),
    { seq: 2, reason: /was changed/ },
  ],
  [
    'a payload is no JSON any more',
    knex => lines(knex, 2).update({ payload: 'oops' }),
    { seq: 2, reason: /was changed/ },
  ],
  [
    'another actor is named',
    knex => lines(knex, 3).update({ actor: 'user:default/mallory' }),
    { seq: 3, reason: /was changed/ },
  ],
  [
    'a time is moved',
    knex => lines(knex, 1).update({ at: '2026-11-23T09:00:00.000Z' }),
    { seq: 1, reason: /was changed/ },
  ],
  [
    'a line is made to look like a delegate did it',
    knex => lines(knex, 1).update({ on_behalf_of: 'user:default/bob' }),
    { seq: 1, reason: /was changed/ },
  ],
  [
    'a line and its hash are changed together',
    knex => lines(knex, 2).update({ hash: 'ab'.repeat(32) }),
    { seq: 2, reason: /was changed/ },
  ],
  [
    'a line is deleted',
    async knex => {
      const [{ id }] = await lines(knex, 2).select('id');
      await knex(tables.eventTexts).where({ event_id: id }).delete();
      await lines(knex, 2).delete();
    },
    { seq: 2, reason: /is missing/ },
  ],
  [
    'the first line is deleted',
    async knex => {
      const [{ id }] = await lines(knex, 1).select('id');
      await knex(tables.eventTexts).where({ event_id: id }).delete();
      await lines(knex, 1).delete();
    },
    { seq: 1, reason: /is missing/ },
  ],
  [
    'two lines change places',
    async knex => {
      await lines(knex, 2).update({ seq: 99 });
      await lines(knex, 3).update({ seq: 2 });
      await lines(knex, 99).update({ seq: 3 });
    },
    { seq: 2, reason: /does not follow/ },
  ],
  [
    'a line is put in front',
    async knex => {
      const [first] = await lines(knex, 1).select('*');
      const id = '019ab3c4-0000-7000-8000-000000000001';
      await knex(tables.events).insert({ ...first, id, seq: 0 });
    },
    { seq: 0, reason: /has no place/ },
  ],
  [
    'a line is added at the end',
    async knex => {
      const [last] = await lines(knex, 4).select('*');
      const id = '019ab3c4-0000-7000-8000-000000000001';
      await knex(tables.events).insert({
        ...last,
        id,
        seq: 5,
        previous_hash: last.hash,
      });
    },
    { seq: 5, reason: /was changed/ },
  ],
  [
    'the end is cut off',
    async knex => {
      const cut = await lines(knex, 4).select('id');
      const ids = cut.map(({ id }) => id);
      await knex(tables.eventTexts).whereIn('event_id', ids).delete();
      await lines(knex, 4).delete();
    },
    { seq: 4, reason: /end is cut off/ },
  ],
  [
    'a whole stream is deleted but for its head',
    async knex => {
      const cut = await knex(tables.events).where({ stream: STREAM });
      const ids = cut.map(({ id }) => id);
      await knex(tables.eventTexts).whereIn('event_id', ids).delete();
      await knex(tables.events).where({ stream: STREAM }).delete();
    },
    { seq: 1, reason: /end is cut off/ },
  ],
  [
    'the head is set back',
    async knex => {
      const [{ hash }] = await lines(knex, 3).select('hash');
      await heads(knex).update({ seq: 3, hash });
    },
    { seq: 4, reason: /after the end/ },
  ],
  [
    'the head names another line',
    knex => heads(knex).update({ hash: 'ab'.repeat(32) }),
    { seq: 4, reason: /not the one that was written last/ },
  ],
  [
    'the head is deleted',
    knex => heads(knex).delete(),
    { seq: 1, reason: /has no head/ },
  ],
  [
    'a comment is changed',
    async knex => {
      const [{ id }] = await lines(knex, 2).select('id');
      await knex(tables.eventTexts)
        .where({ event_id: id })
        .update({ text: 'I never agreed' });
    },
    { seq: 2, reason: /its text was changed/ },
  ],
  [
    'the reason of an override is changed',
    async knex => {
      const [{ id }] = await lines(knex, 4).select('id');
      await knex(tables.eventTexts)
        .where({ event_id: id, part: 'reason' })
        .update({ text: 'because I can' });
    },
    { seq: 4, reason: /its reason was changed/ },
  ],
];

const lines = (knex: Knex, seq: number) =>
  knex(tables.events).where({ stream: STREAM, seq });
const heads = (knex: Knex) =>
  knex(tables.streamHeads).where({ stream: STREAM });

describe.each(everyDatabase)('verifying on %s', id => {
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
    await Promise.all(
      ['request:a', STREAM, 'request:c'].map(stream =>
        append(stream, [
          comment('one', 1),
          comment('two', 2),
          comment('three', 3),
          override('four', 'nobody else was there'),
        ]),
      ),
    );
  });

  const append = (stream: string, drafts: EventDraft[]) =>
    database.inTransaction(tx => history.append(tx, stream, drafts));

  it('finds nothing wrong where nothing is', async () => {
    expect(await verifier.verify()).toEqual({
      ok: true,
      streams: 3,
      events: 12,
      erased: 0,
      broken: null,
    });
  });

  it.each(TAMPERINGS)('finds it when %s', async (_, tamper, expected) => {
    await tamper(database.knex);
    const found = await verifier.verify();
    expect(found).toMatchObject({
      ok: false,
      broken: {
        stream: STREAM,
        seq: expected.seq,
        reason: expect.stringMatching(expected.reason),
      },
    });
    expect(await verifier.verify({ stream: STREAM })).toMatchObject({
      broken: found.broken,
    });
    expect((await verifier.verify({ stream: 'request:a' })).ok).toBe(true);
  });

  it('counts erased texts and holds them for no fault', async () => {
    await database.knex(tables.eventTexts).where({ part: 'text' }).delete();
    expect(await verifier.verify()).toMatchObject({ ok: true, erased: 12 });
  });

  it('goes through more streams and lines than it takes at once', async () => {
    await database.inTransaction(async tx => {
      for (let index = 0; index < 120; index++) {
        const five = Array.from({ length: 5 }, () => comment('long'));
        await history.append(tx, 'request:long', five);
        await history.append(tx, `policy:${index}`, [comment('short')]);
      }
    });
    expect(await verifier.verify()).toMatchObject({
      ok: true,
      streams: 124,
      events: 12 + 600 + 120,
    });
    await lines(database.knex, 3).update({ actor: 'user:default/mallory' });
    expect((await verifier.verify()).broken).toMatchObject({
      stream: STREAM,
      seq: 3,
    });
  });

  it('is not misled by what is added meanwhile', async () => {
    let adding = true;
    const addMore = async (): Promise<void> => {
      await append(STREAM, [comment('more')]);
      await (adding ? addMore() : undefined);
    };
    const adder = addMore();
    for (let time = 0; time < 10; time++) {
      expect((await verifier.verify()).ok).toBe(true);
    }
    adding = false;
    await adder;
  });
});
