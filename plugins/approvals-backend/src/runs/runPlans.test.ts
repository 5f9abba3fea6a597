import { ExecutorDouble } from '@countersign/backstage-plugin-approvals-node/testUtils';
import { Database } from '../database';
import { carriedOut } from '../database/__testUtils__/plans';
import { freshDatabase } from '../database/__testUtils__/testDatabases';
import { hasPostgres } from '../__tests__/__testUtils__/portal';
import { fillWithMany } from '../requests/__testUtils__/manyRequests';
import { ExecutorRegistry } from './ExecutorRegistry';
import { RunBriefs } from './RunBriefs';
import { RunStore } from './RunStore';

const NOW = '2026-11-27T09:00:00.000Z';
const PAGE = 26;
const idOf = (n: number) =>
  `${n.toString(16).padStart(8, '0')}-0001-7000-8000-000000000000`;

(hasPostgres ? describe : describe.skip)(
  'runs on a PostgreSQL with many',
  () => {
    let database: Database;
    let store: RunStore;

    beforeAll(async () => {
      database = await freshDatabase('POSTGRES_18');
      await fillWithMany(database);
      await database.knex.raw(
        `insert into runs (request_id, kind, execution_id, state, at, request_ended, phase, looked_at)
         select id, 'scaffolder', 'task-' || id || '/gate/key', 'waiting', created_at, false, 'parked', created_at
         from requests`,
      );
      await database.knex.raw(
        `insert into passes (request_id, policy_key, digest, status, created_at)
         select id, policy_key, digest, 'open', created_at from requests`,
      );
      await database.knex.raw('analyze runs, passes');
      store = new RunStore(database);
    }, 300_000);

    const looksAt = async (work: () => Promise<unknown>) => {
      const { scanned, looked } = await carriedOut(database, work);
      expect(scanned).toEqual([]);
      return looked;
    };

    it('are looked up by key for a page of requests, and not at all where nothing runs', async () => {
      const executors = new ExecutorRegistry();
      executors.addExecutor(new ExecutorDouble());
      const briefs = new RunBriefs({ store, executors, now: () => NOW });
      const page = Array.from({ length: PAGE }, (_, n) => ({
        id: idOf(n + 1),
        createdAt: NOW,
        status: 'approved' as const,
        definition: { resumeAs: 'requester' as const },
        execution: { kind: 'scaffolder', id: `${n}` },
      }));
      expect(await looksAt(() => briefs.of(page))).toBeLessThanOrEqual(
        2 * PAGE,
      );

      const sent: string[] = [];
      database.knex.on('query', ({ sql }) => sent.push(sql));
      await briefs.of(page.map(({ execution: _, ...plain }) => plain));
      await briefs.of([{ ...page[0], execution: { kind: 'job', id: '1' } }]);
      expect(sent).toEqual([]);
    });

    it('are found by how their ids begin', async () => {
      const prefix = `task-${idOf(7)}/`;
      const look = () => store.beginningWith('scaffolder', prefix, PAGE);
      expect(await looksAt(look)).toBeLessThanOrEqual(PAGE);
      expect((await look()).map(({ requestId }) => requestId)).toEqual([
        idOf(7),
      ]);
    });

    it('are looked after a few at a time, those first that nobody looked at for long', async () => {
      const next = (most: number) =>
        store.next({ kind: 'scaffolder', phase: 'parked', most });
      const first = await next(PAGE);
      expect(first.map(({ requestId }) => requestId).sort()).toEqual(
        Array.from({ length: PAGE }, (_, n) => idOf(n + 1)),
      );
      expect(await looksAt(() => next(PAGE))).toBeLessThanOrEqual(PAGE);
      expect(
        await looksAt(() => store.looked(first[0], NOW)),
      ).toBeLessThanOrEqual(1);
      const [second] = await next(1);
      expect(second.requestId).toBe(first[1].requestId);
    });
  },
);
