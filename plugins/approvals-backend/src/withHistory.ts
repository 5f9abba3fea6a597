import { randomBytes } from 'node:crypto';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  DatabaseService,
  LifecycleService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { Config } from '@backstage/config';
import { ConfigSources } from '@backstage/config-loader';
import { v7 as uuidv7 } from 'uuid';
import { Database, tables } from './database';
import { announcement, createHistory, SALT_BYTES } from './history';
import { Outbox } from './outbox';
import { forgetWords } from './webhooks';

/**
 * Works on the history in the database that the configuration names. What is
 * appended there, a running backend publishes.
 *
 * @param argv - with `--config <file>`, as the backend takes it
 * @throws Error when there is no such database, or it has no history
 */
export async function withHistory<T>(
  argv: string[],
  work: (room: ReturnType<typeof createHistory>) => Promise<T>,
): Promise<T> {
  const config = await ConfigSources.toConfig(ConfigSources.default({ argv }));
  try {
    const database = new Database(await openDatabase(config).getClient());
    try {
      if (!(await database.knex.schema.hasTable(tables.sealedHeads))) {
        throw new Error(
          'this database has no tables of approvals, or older ones: start the backend once',
        );
      }
      return await work(historyIn(database));
    } finally {
      await database.knex.destroy();
    }
  } finally {
    config.close();
  }
}

function historyIn(database: Database) {
  const outbox = new Outbox({ database });
  const now = () => new Date().toISOString();
  return createHistory({
    database,
    now,
    newId: () => uuidv7(),
    newSalt: () => randomBytes(SALT_BYTES).toString('hex'),
    forget: forgetWords,
    announce: async (tx, stream, announced) => {
      const at = now();
      await outbox.add(tx, [announcement(stream, announced, at)], at);
    },
  });
}

/** The plugin's database, found as the backend finds it. */
function openDatabase(config: Config): DatabaseService {
  return DatabaseManager.fromConfig(config).forPlugin('approvals', {
    logger: SILENT,
    lifecycle: NO_LIFECYCLE,
  });
}

const nothing = () => {};

const SILENT: LoggerService = {
  error: nothing,
  warn: nothing,
  info: nothing,
  debug: nothing,
  child: () => SILENT,
};

const NO_LIFECYCLE: LifecycleService = {
  addStartupHook: nothing,
  addShutdownHook: nothing,
};
