import {
  startTestBackend,
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { portalFeatures, PortalOptions } from './features';
import { Portal, portalAt } from './wire';

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

/** Every database that runs here. */
export const everyDatabase = databases.eachSupportedId();

/** Whether there is a PostgreSQL to test on; without one there is nothing to race on. */
export const hasPostgres = databases.supports('POSTGRES_18');

/** An empty database. */
export function emptyDatabase(id: TestDatabaseId): Promise<Knex> {
  return databases.init(id);
}

/** Starts a backend with the plugin on a database of its own, under the example policy. */
export async function startPortal(
  options: PortalOptions & { database?: TestDatabaseId } = {},
): Promise<Portal> {
  const { database = 'SQLITE_3' } = options;
  const { server } = await startTestBackend({
    features: portalFeatures(await emptyDatabase(database), options),
  });
  return portalAt(Number(server.port()));
}
