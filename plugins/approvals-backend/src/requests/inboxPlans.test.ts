import { hasPostgres } from '../__tests__/__testUtils__/portal';
import { Database } from '../database';
import { freshDatabase } from '../database/__testUtils__/testDatabases';
import { fillWithMany } from './__testUtils__/manyRequests';
import { ownCount, ownInbox } from './inboxQueries';
import { ListPage } from './listPage';

/** PostgreSQL makes so many plans for the values that it is given, to compare. */
const TRIED = 5;
const TIMES = 12;
const limit = 26;

(hasPostgres ? describe : describe.skip)(
  'the plans of the inbox on a PostgreSQL',
  () => {
    let database: Database;

    beforeAll(async () => {
      database = await freshDatabase('POSTGRES_18');
      await fillWithMany(database);
      // A few people have thousands of open seats each, everybody else none.
      await database.knex.raw('drop index tasks_one_seat');
      await database.knex.raw(
        `update tasks set status = 'open',
           assignee = 'user:default/p' || abs(hashtext(id::text) % 8)`,
      );
      await database.knex.raw('vacuum full analyze tasks');
    }, 300_000);

    it.each<[string, string, string, ListPage]>([
      [
        'who has much to do',
        'user:default/p1',
        'approvals_inbox_due_at_asc_true',
        { sort: 'due_at', descending: false, limit },
      ],
      [
        'who has nothing to do',
        'user:default/nobody',
        'approvals_inbox_created_at_desc_true',
        { sort: 'created_at', descending: true, limit },
      ],
    ])('are made once, not for each %s', async (_, person, name, page) => {
      const own = { person, now: '2026-11-27T09:00:00.000Z' };
      for (let time = 0; time < TIMES; time++) {
        await ownInbox(database, own, page);
        await ownCount(database, own, 101);
      }
      const { rows } = await database.knex.raw(
        `select generic_plans::int as once, custom_plans::int as anew
         from pg_prepared_statements where name in (?, 'approvals_badge')`,
        [name],
      );
      expect(rows).toHaveLength(2);
      for (const { once, anew } of rows) {
        expect(anew).toBeLessThanOrEqual(TRIED);
        expect(once).toBeGreaterThanOrEqual(TIMES - TRIED);
      }
    });
  },
);
