import { writeFile } from 'node:fs/promises';
import { createMockDirectory } from '@backstage/backend-test-utils';
import knexFactory from 'knex';
import { Database } from '../database';
import { historyRoom } from '../history/__testUtils__/room';

/** A SQLite file and a configuration that names it, anew for each test. */
export function configuredDatabase() {
  const directory = createMockDirectory();

  beforeEach(async () => {
    directory.clear();
    await writeFile(
      directory.resolve('config.yaml'),
      `backend: { database: { client: better-sqlite3, connection: { directory: '${directory.path}' } } }`,
    );
  });

  /** Works in the file, and closes it again. */
  const within = async <T>(
    work: (
      room: ReturnType<typeof historyRoom>,
      database: Database,
    ) => Promise<T>,
  ): Promise<T> => {
    const database = new Database(
      knexFactory({
        client: 'better-sqlite3',
        connection: { filename: directory.resolve('approvals.sqlite') },
        useNullAsDefault: true,
      }),
    );
    try {
      await database.migrate();
      return await work(historyRoom(database), database);
    } finally {
      await database.knex.destroy();
    }
  };

  /** Runs a command there: its exit status, and what it said. */
  const run = async (
    command: (
      argv: string[],
      output: { say(line: string): void; complain(line: string): void },
    ) => Promise<number>,
    ...argv: string[]
  ) => {
    const lines: string[] = [];
    const write = (line: string) => lines.push(line);
    const status = await command(
      ['--config', directory.resolve('config.yaml'), ...argv],
      { say: write, complain: write },
    );
    return { status, lines };
  };

  return { directory, within, run };
}
