import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Database } from '..';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** For `describe.each` or `it.each`: every database that runs here. */
export const everyDatabase = databases.eachSupportedId();

/** A database of its own with all tables. */
export async function freshDatabase(id: TestDatabaseId): Promise<Database> {
  const database = new Database(await databases.init(id));
  await database.migrate();
  return database;
}
