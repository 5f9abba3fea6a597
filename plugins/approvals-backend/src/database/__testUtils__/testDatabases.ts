import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Database, tables } from '..';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** For `describe.each` or `it.each`: every database that runs here. */
export const everyDatabase = databases.eachSupportedId();

/** Whether there is a PostgreSQL to test on; without one there is nothing to race on. */
export const hasPostgres = databases.supports('POSTGRES_18');

/** A database of its own with all tables. */
export async function freshDatabase(id: TestDatabaseId): Promise<Database> {
  const database = new Database(await databases.init(id));
  await database.migrate();
  return database;
}

const shared = new Map<TestDatabaseId, Promise<Database>>();

/** The one database of a test file, empty: making one for each test takes longer than the tests. */
export async function sharedDatabase(id: TestDatabaseId): Promise<Database> {
  const made = shared.get(id) ?? freshDatabase(id);
  shared.set(id, made);
  const database = await made;
  await emptyDatabase(database);
  return database;
}

/** Takes all rows out, so that a database can serve the next test. */
export async function emptyDatabase({ knex }: Database): Promise<void> {
  // What refers to others stands behind them.
  for (const table of Object.values(tables).reverse()) {
    await knex(table).delete();
  }
}
