import { Event } from '@countersign/backstage-plugin-approvals-common';
import { Database, tables } from '../database';
import {
  emptyDatabase,
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import { comment, override } from './__testUtils__/drafts';
import { historyRoom } from './__testUtils__/room';

const ERIN = 'user:default/erin';
const WHY = 'Alice asked for it';

describe.each(everyDatabase)('erasing on %s', id => {
  let database: Database;
  let room: ReturnType<typeof historyRoom>;
  let said: Event;
  let overridden: Event;

  beforeAll(async () => {
    database = await freshDatabase(id);
  });
  beforeEach(async () => {
    await emptyDatabase(database);
    room = historyRoom(database);
    [said, overridden] = await room.append(
      'request:1',
      comment('my telephone is 1234'),
      override('fine', 'Bob has the flu'),
    );
  });

  const erase = (eventId: string, part: 'text' | 'reason' = 'text') =>
    room.eraser.erase({ eventId, part, by: ERIN, why: WHY });
  const everything = async () => {
    const rows = await Promise.all(
      Object.values(tables).map(table => database.knex(table).select('*')),
    );
    return JSON.stringify(rows);
  };

  it('takes the words and their salt out of every table', async () => {
    expect(await everything()).toContain('telephone');
    await erase(said.id);
    expect(await everything()).not.toContain('telephone');
    const rows = await database
      .knex(tables.eventTexts)
      .where({ event_id: said.id });
    expect(rows).toMatchObject([{ text: null, salt: null }]);
  });

  it('says in the history who erased what, and why', async () => {
    const { event } = (await erase(said.id)) as { event: Event };
    expect(event).toMatchObject({
      stream: 'audit',
      type: 'audit.text_erased',
      actor: ERIN,
      payload: { eventId: said.id, stream: 'request:1', seq: 1, part: 'text' },
      text: WHY,
    });
    expect((await room.history.list('audit')).items).toEqual([event]);
  });

  it('leaves the chain whole, and the line says that its text is gone', async () => {
    await room.sealer.seal();
    await erase(overridden.id, 'reason');
    expect(await room.verifier.verify()).toMatchObject({
      ok: true,
      erased: 1,
      seals: 1,
    });
    const [first, second] = (await room.history.list('request:1')).items;
    expect(first).toEqual(said);
    const { reason: _, ...rest } = overridden;
    expect(second).toEqual({ ...rest, erased: ['reason'] });
    expect((await room.audit.list({ stream: 'request:1' })).items[0]).toEqual(
      second,
    );
  });

  it('erases the reason of an erasure too', async () => {
    const { event } = (await erase(said.id)) as { event: Event };
    expect(await erase(event.id)).toMatchObject({ result: 'erased' });
    expect(await room.verifier.verify()).toMatchObject({ ok: true, erased: 2 });
  });

  it('is done once, however many try at once', async () => {
    const results = await Promise.all([1, 2, 3].map(() => erase(said.id)));
    expect(results.map(({ result }) => result).sort()).toEqual([
      'erased',
      'was_erased',
      'was_erased',
    ]);
    const { items } = await room.history.list('audit');
    expect(items).toHaveLength(1);
    expect(results).toContainEqual({ result: 'was_erased', by: items[0].id });
  });

  it.each([
    ['019ab3c4-0000-7000-8000-000000000001', 'text', 'no_event'],
    [undefined, 'reason', 'no_text'],
  ] as const)('of %s, %s comes to %s', async (other, part, result) => {
    expect(await erase(other ?? said.id, part)).toEqual({ result });
    expect((await room.history.list('audit')).items).toEqual([]);
  });
});
