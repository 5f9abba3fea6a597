import { v7 as newId } from 'uuid';
import { Database, tables } from '../database';
import {
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import { override } from '../history/__testUtils__/drafts';
import { historyRoom } from '../history/__testUtils__/room';
import { forgetWords } from './forgetWords';
import { messageBody } from './message';

describe.each(everyDatabase)('messages about erased words on %s', id => {
  let database: Database;

  beforeAll(async () => {
    database = await freshDatabase(id);
    await database.knex(tables.webhookEndpoints).insert({
      id: ENDPOINT,
      name: 'x',
      url: 'https://example.com',
      types: '[]',
      policy_keys: '[]',
      used_for: '[]',
      enabled: true,
      secret: 's',
      created_by: 'user:default/erin',
      created_at: AT,
      updated_at: AT,
    });
  });

  const REQUEST = '019ab3c4-0000-7000-8000-000000000002';

  it.each([
    [`request:${REQUEST}`, REQUEST],
    ['delegation:1', null],
  ])(
    'in %s are kept without them, and say so; others stay as they were sent',
    async (stream, requestId) => {
      const room = historyRoom(database);
      const events = await room.append(
        stream,
        override('my telephone is 1234', 'Bob has the flu'),
        override('fine', 'because'),
      );
      for (const event of events) {
        await database.knex(tables.webhookDeliveries).insert({
          id: newId(),
          endpoint_id: ENDPOINT,
          kind: 'event',
          message_id: event.id,
          type: event.type,
          stream: event.stream,
          request_id: requestId,
          body: messageBody(event),
          status: 'pending',
          created_at: AT,
        });
      }
      const bodyOf = async (eventId: string) => {
        const row = await database
          .knex(tables.webhookDeliveries)
          .where({ message_id: eventId })
          .first('body');
        return JSON.parse(row.body);
      };
      const [first, second] = events;
      const { comment, ...data } = JSON.parse(messageBody(first)).data;
      expect(comment).toBe('my telephone is 1234');
      const text = { eventId: first.id, stream };

      await database.inTransaction(tx =>
        forgetWords(tx, [{ ...text, part: 'text' }]),
      );

      expect(await bodyOf(first.id)).toEqual({
        type: 'task.decided',
        timestamp: first.at,
        data: { ...data, erased: ['text'] },
      });
      expect(await bodyOf(second.id)).toEqual(JSON.parse(messageBody(second)));
      await database.inTransaction(tx =>
        forgetWords(tx, [{ ...text, part: 'reason' }]),
      );
      const { reason: _, ...rest } = data;
      expect((await bodyOf(first.id)).data).toEqual({
        ...rest,
        erased: ['text', 'reason'],
      });
    },
  );
});

const ENDPOINT = '019ab3c4-0000-7000-8000-000000000001';
const AT = '2026-11-24T09:00:00.000Z';
