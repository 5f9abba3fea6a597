import { Database, tables, Tx } from '../database';
import {
  everyDatabase,
  freshDatabase,
  hasPostgres,
} from '../database/__testUtils__/testDatabases';
import { Effect, Outbox, removeEnded } from '.';

const LANES = 500;
const IN_A_LANE = 10;
const at = (second: number) =>
  new Date(Date.UTC(2026, 10, 27, 9, 0, second)).toISOString();

const SCANS = /Seq Scan on outbox|SCAN (o|p|outbox)\b/;

type Query = { sql: string; bindings: unknown[] };

/** The statements that some work sends, as the database gets them. */
async function sentBy(database: Database, work: () => Promise<unknown>) {
  const sent: Query[] = [];
  const listen = (query: Query) => sent.push(query);
  database.knex.on('query', listen);
  await work();
  database.knex.removeListener('query', listen);
  return sent;
}

async function planOf(database: Database, { sql, bindings }: Query) {
  const { isPostgres, knex } = database;
  const result = await knex.raw(
    `${isPostgres ? 'explain' : 'explain query plan'} ${sql.replace(
      /\$\d+/g,
      '?',
    )}`,
    bindings as string[],
  );
  return JSON.stringify(database.rowsOf(result));
}

(hasPostgres ? describe : describe.skip)('a claim', () => {
  it('does not wait for the disk, nor does a mark, but work that is marked does', async () => {
    const real = await freshDatabase('POSTGRES_18');
    const draft = { kind: 'notice', stream: 's', payload: {}, dueAt: at(0) };
    await real.inTransaction(tx =>
      new Outbox({ database: real }).add(tx, [draft], at(0)),
    );
    /** How the commit would be of what one does by itself, and of what one does in another's work. */
    const modeAfter = (work: (outbox: Outbox, tx: Tx) => Promise<unknown>) =>
      real.inTransaction(async tx => {
        const own = new Database(tx as unknown as Database['knex']);
        await work(new Outbox({ database: own }), tx);
        const { rows } = await tx.raw('show synchronous_commit');
        return rows[0].synchronous_commit;
      });
    let claimed: Effect[] = [];
    const wants = [{ channel: 'notice', limit: 5 }];
    const claim = async (outbox: Outbox) => {
      claimed = await outbox.claim({ wants, now: at(1), leaseUntil: at(11) });
    };
    expect(await modeAfter(claim)).toBe('off');
    expect(claimed).toHaveLength(1);
    expect(
      await modeAfter(async (_, tx) => {
        const done = new Outbox({ database: real });
        expect(await done.completeIn(tx, claimed, at(2))).toBe(true);
        await tx(tables.outbox).update({
          done_at: null,
          lease: claimed[0].lease,
        });
      }),
    ).toBe('on');
    expect(await modeAfter(outbox => outbox.complete(claimed, at(2)))).toBe(
      'off',
    );
    expect(await real.knex(tables.outbox).select('done_at')).toEqual([
      { done_at: at(2) },
    ]);
  });

  it('keeps no plan from a time when the outbox was short', async () => {
    const { knex } = await freshDatabase('POSTGRES_18');
    // PostgreSQL keeps plans by connection.
    await knex.transaction(async tx => {
      const database = new Database(tx as unknown as Database['knex']);
      const outbox = new Outbox({ database });
      const look = () =>
        outbox.claim({
          wants: [{ channel: 'notice', limit: 5 }],
          now: at(1),
          leaseUntil: at(11),
        });
      await tx.raw('analyze outbox');
      // The fifth time is when it begins to keep one.
      for (let time = 0; time < 8; time++) {
        await look();
      }
      const kept = await tx.raw(
        "select statement from pg_prepared_statements where statement like '%outbox%'",
      );
      expect(kept.rows).toEqual([]);
    });
  });
});

describe.each(everyDatabase)('looking into a long outbox on %s', id => {
  let database: Database;
  let outbox: Outbox;
  const claim = (channel: string, second = 1): Promise<Effect[]> =>
    outbox.claim({
      wants: [{ channel, limit: 5 }],
      now: at(second),
      leaseUntil: at(second + 10),
    });

  beforeAll(async () => {
    database = await freshDatabase(id);
    outbox = new Outbox({ database });
    await database.inTransaction(async tx => {
      for (let lane = 0; lane < LANES; lane++) {
        await outbox.add(
          tx,
          Array.from({ length: IN_A_LANE }, () => ({
            kind: 'webhook',
            stream: `request:${lane}`,
            lane: `webhook:slow:${lane}`,
            channel: 'webhook:slow',
            payload: {},
            dueAt: at(0),
          })),
          at(0),
        );
      }
      await outbox.add(
        tx,
        [{ kind: 'notice', stream: 'request:1', payload: {}, dueAt: at(0) }],
        at(0),
      );
    });
    await database.knex.raw('analyze');
  }, 120_000);

  it('finds what is due by its index, whatever stands in other channels', async () => {
    let claimed: Effect[] = [];
    const [query] = await sentBy(database, async () => {
      claimed = await claim('notice');
    });
    expect(claimed).toHaveLength(1);
    const plan = await planOf(database, query);
    expect(plan).toContain('outbox_due');
    expect(plan).toContain('outbox_lanes');
    expect(plan).not.toMatch(SCANS);
  });

  it('marks what was done by the primary key', async () => {
    const [effect] = await claim('webhook:slow', 2);
    const [query] = await sentBy(database, () =>
      outbox.complete([effect, { ...effect, position: 7 }], at(3)),
    );
    expect(await planOf(database, query)).not.toMatch(SCANS);
  });

  it('marks many without joining lists', async () => {
    const claimed = await outbox.claim({
      wants: [{ channel: 'webhook:slow', limit: 400 }],
      now: at(2),
      leaseUntil: at(12),
    });
    expect(claimed).toHaveLength(400);
    const [query] = await sentBy(database, () =>
      outbox.complete(claimed, at(3)),
    );
    const plan = await planOf(database, query);
    const bad = new RegExp(`${SCANS.source}|Join|Function Scan`);
    expect(plan.match(bad)?.[0]).toBeUndefined();
  });

  it('finds what has ended by indexes', async () => {
    const queries = await sentBy(database, () =>
      removeEnded(database, { done: at(1), exhausted: at(1) }),
    );
    const plans = [];
    for (const query of queries) {
      plans.push(await planOf(database, query));
    }
    expect(plans).toEqual([
      expect.stringContaining('outbox_done'),
      expect.stringContaining('outbox_exhausted'),
    ]);
    expect(plans.join()).not.toMatch(SCANS);
  });
});

/** Rows and index entries that the database read in the outbox so far. */
async function readsOf({ knex }: Database): Promise<number> {
  await knex.raw('select pg_stat_force_next_flush()');
  const { rows } = await knex.raw(
    `select seq_tup_read + (select sum(idx_tup_read) from pg_stat_user_indexes
       where relname = 'outbox') as reads
     from pg_stat_user_tables where relname = 'outbox'`,
  );
  return Number(rows[0].reads);
}

const CHANNELS = ['audit', 'event', 'notice', 'stage.breach', 'stage.people'];

const postgres = everyDatabase.flat().filter(id => id !== 'SQLITE_3');

describe.each(postgres)('an outbox on %s that was empty and fills up', id => {
  it('is not read by a plan that was made for an empty one', async () => {
    const database = await freshDatabase(id);
    const outbox = new Outbox({ database });
    const claim = () =>
      outbox.claim({
        wants: CHANNELS.map(channel => ({ channel, limit: 50 })),
        now: at(1),
        leaseUntil: at(11),
      });
    for (let time = 0; time < 8; time++) {
      await claim();
    }
    await database.inTransaction(tx =>
      outbox.add(
        tx,
        CHANNELS.flatMap(kind =>
          Array.from({ length: 1_000 }, (_, index) => ({
            kind,
            stream: `request:${index}`,
            lane: `${kind}:${index}`,
            payload: {},
            dueAt: at(0),
          })),
        ),
        at(0),
      ),
    );

    const before = await readsOf(database);
    expect(await claim()).toHaveLength(CHANNELS.length * 50);

    expect((await readsOf(database)) - before).toBeLessThan(10_000);
  }, 60_000);
});
