import { setTimeout as sleep } from 'node:timers/promises';
import { Backend, killBackends } from './Backend';
import { Load, tally } from './Load';
import { Database, Postgres } from './Postgres';
import { expectSound, workedOff } from './proof';
import { activatePolicy } from './stories';
import { until } from './until';
import { isLong, tell } from './workplace';

const AWAY_SECONDS = isLong ? 30 : 4;

/** The longest that anybody may wait for an answer, in milliseconds. */
const PATIENCE = 15_000;

let postgres: Postgres;
let database: Database;
let backend: Backend;

beforeAll(async () => {
  postgres = await Postgres.start();
  database = postgres.database();
  backend = await Backend.start(database.config);
  await activatePolicy(backend);
});

afterAll(async () => {
  await killBackends();
  await postgres?.stop();
});

describe('a backend under load whose PostgreSQL', () => {
  it.each([
    ['is restarted', () => postgres.stop(), 0],
    ['crashes and recovers', () => postgres.crash(), 0],
    [
      `is away for ${AWAY_SECONDS} seconds`,
      () => postgres.stop(),
      AWAY_SECONDS,
    ],
  ])(
    '%s says so with a code, and works again by itself',
    async (what, end, seconds) => {
      const load = new Load(backend);
      await until('the load runs', () => goesWell(load));
      await end();
      await sleep(seconds * 1_000);
      await postgres.start();
      const back = Date.now();
      await until('all goes well again', () => goesWell(load));
      const recovery = Date.now() - back;
      await load.end();

      const answers = tally(load.answers);
      tell(
        `PostgreSQL ${what}: ${JSON.stringify(
          answers,
        )}, well ${recovery} ms after`,
      );
      expect(Object.keys(answers)).toEqual(
        expect.arrayContaining(['200', '201', '503 UNAVAILABLE']),
      );
      expect(Object.keys(answers)).toHaveLength(3);
      const slowest = Math.max(...load.answers.map(a => a.milliseconds));
      expect(slowest).toBeLessThan(PATIENCE);

      // What was promised is kept, and what was begun goes on.
      const [{ made }] = await database.rows<{ made: number }>(
        'select count(*)::int as made from requests',
      );
      asked += answers['201'];
      expect(made).toBeGreaterThanOrEqual(asked);
      await workedOff(database, { patience: 60_000 });
      await until('it listens again', listens, 60_000);
      await expectSound(backend, database);
      const [{ waiting }] = await database.rows<{ waiting: number }>(
        "select count(*)::int as waiting from stages where idx = 0 and status <> 'active'",
      );
      expect(waiting).toBe(0);
    },
  );
});

/** Requests that were answered with 201, over all tests here. */
let asked = 0;

async function goesWell(load: Load): Promise<true | undefined> {
  return (await load.goesWell()) || undefined;
}

/** Whether the backend hears of work of other processes. */
async function listens(): Promise<true | undefined> {
  const [{ listeners }] = await database.rows<{ listeners: number }>(
    `select count(*)::int as listeners from pg_stat_activity
     where datname = current_database()
       and (query like 'listen approvals_outbox%' or query like 'select pg_notify%')`,
  );
  return listeners > 0 || undefined;
}
