import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { Database, isUniqueViolation, PolicyRow, tables, Tx } from '.';
import {
  everyDatabase,
  freshDatabase,
  hasPostgres,
} from './__testUtils__/testDatabases';

const policy = (version: number, status: PolicyRow['status']): PolicyRow => ({
  key: 'deploy',
  version,
  status,
  name: 'Deploy',
  subject_type: 'deploy',
  owner: null,
  definition: '{}',
  examples: '[]',
  digest: '0',
  revision: 1,
  created_by: 'user:default/erin',
  created_at: '2026-11-24T09:00:00.000Z',
  activated_by: null,
  activated_at: null,
});

/** Where knex keeps which migrations ran, and which process runs them. */
const KNEX_TABLES = ['knex_migrations', 'knex_migrations_lock'];

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    error => error,
  );
}

describe.each(everyDatabase)('the database on %s', id => {
  it('has every table after migrating, and none after going back', async () => {
    const database = await freshDatabase(id);
    const present = () =>
      Promise.all(
        Object.values(tables).map(table =>
          database.knex.schema.hasTable(table),
        ),
      );
    expect(await present()).not.toContain(false);
    await database.rollback();
    expect(await present()).not.toContain(true);
    await database.migrate();
    expect(await present()).not.toContain(false);
  });

  it('keeps what an unhurried transaction writes', async () => {
    const database = await freshDatabase(id);
    await database.inUnhurriedTransaction(tx =>
      tx(tables.policies).insert(policy(1, 'active')),
    );
    expect(await database.knex(tables.policies)).toHaveLength(1);
  });

  it('lets several processes begin at the same moment', async () => {
    const database = await freshDatabase(id);
    await database.rollback();
    for (const table of KNEX_TABLES) {
      await database.knex.schema.dropTable(table);
    }
    await Promise.all(
      Array.from({ length: 4 }, () => new Database(database.knex).migrate()),
    );
    expect(await database.knex(tables.requests)).toEqual([]);
  });

  it('leaves the tables alone where the configuration says so', async () => {
    const { knex } = await freshDatabase(id);
    const database = new Database(knex);
    await database.rollback();
    await Database.connect(
      mockServices.database({ knex, migrations: { skip: true } }),
    );
    expect(await knex.schema.hasTable(tables.requests)).toBe(false);
  });

  it('tells which unique index an insert ran into', async () => {
    const { knex } = await freshDatabase(id);
    await knex(tables.policies).insert(policy(1, 'active'));
    const again = await failureOf(
      knex(tables.policies).insert(policy(1, 'draft')),
    );
    const active = await failureOf(
      knex(tables.policies).insert(policy(2, 'active')),
    );
    expect(isUniqueViolation(again, 'policies_pkey')).toBe(true);
    expect(isUniqueViolation(again, 'policies_one_active')).toBe(false);
    expect(isUniqueViolation(active, 'policies_one_active')).toBe(true);
    expect(isUniqueViolation(active, 'policies_pkey')).toBe(false);
  });

  it('keeps nothing of a transaction that failed', async () => {
    const database = await freshDatabase(id);
    const failed = database.inTransaction(async tx => {
      await tx(tables.policies).insert(policy(1, 'draft'));
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    expect(await database.knex(tables.policies)).toEqual([]);
  });
});

const postgres = everyDatabase.filter(([id]) => id !== 'SQLITE_3');

describe.each(postgres)('transactions on %s', id => {
  it('run again when the database breaks a deadlock', async () => {
    const database = await freshDatabase(id);
    await database
      .knex(tables.policies)
      .insert([policy(1, 'draft'), policy(2, 'draft')]);
    let runs = 0;
    let arrived = 0;
    let open: () => void;
    const bothHoldOne = new Promise<void>(resolve => {
      open = resolve;
    });
    const touch = (first: number, second: number) =>
      database.inTransaction(async tx => {
        runs += 1;
        const rename = (version: number) =>
          tx(tables.policies)
            .where({ version })
            .update({ name: `by ${first}` });
        await rename(first);
        arrived += 1;
        if (arrived === 2) {
          open();
        }
        await bothHoldOne;
        await rename(second);
      });
    await Promise.all([touch(1, 2), touch(2, 1)]);
    // Under load a pair may meet again.
    expect(runs).toBeGreaterThanOrEqual(3);
  });
});

(hasPostgres ? describe : describe.skip)('a transaction on PostgreSQL', () => {
  it('waits for the disk, except where what is lost comes again', async () => {
    const database = await freshDatabase('POSTGRES_18');
    const modeIn = async (tx: Tx) => {
      const { rows } = await tx.raw(
        "select pg_backend_pid() as pid, current_setting('synchronous_commit') as mode",
      );
      return rows[0];
    };
    const unhurried = await database.inUnhurriedTransaction(modeIn);
    expect(unhurried.mode).toBe('off');
    expect(await database.inTransaction(modeIn)).toEqual({
      ...unhurried,
      mode: 'on',
    });
  });

  it('is not locked for ever by two processes that both find no lock of knex', async () => {
    const database = await freshDatabase('POSTGRES_18');
    await database.rollback();
    await database.knex('knex_migrations_lock').delete();
    const waiting = async () => {
      const { rows } = await database.knex.raw(
        "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      );
      return rows.length;
    };
    // They still see that there is no row, and may not yet make one.
    const door = await database.knex.transaction();
    await door.raw('lock table knex_migrations_lock in share mode');
    const processes = [database.migrate(), database.migrate()];
    while ((await waiting()) < processes.length) {
      await sleep(5);
    }
    await door.commit();
    await Promise.all(processes);
    expect(await database.knex('knex_migrations_lock')).toHaveLength(1);
    expect(await database.knex(tables.requests)).toEqual([]);
  });
});
