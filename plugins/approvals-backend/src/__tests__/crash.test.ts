import { ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { emptyDatabase, hasPostgres } from './__testUtils__/portal';
import {
  activate,
  asked,
  policy,
  present,
  seat,
  until,
  verified,
} from './__testUtils__/stories';
import { Portal, portalAt } from './__testUtils__/wire';

const SCRIPT = require.resolve('./__testUtils__/crashableBackend');

/** A backend in a process of its own. */
class Backend {
  readonly #process: ChildProcess;
  readonly #said: string[] = [];
  readonly #ended: Promise<unknown>;

  constructor(database: object, gate: 'open' | 'shut') {
    // What jest sets for itself is nothing for others.
    const { NODE_OPTIONS: _, JEST_WORKER_ID: __, ...env } = process.env;
    this.#process = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        SCRIPT,
      ],
      {
        env: { ...env, DATABASE: JSON.stringify(database), GATE: gate },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    createInterface({ input: this.#process.stdout! }).on('line', line =>
      this.#said.push(line),
    );
    this.#ended = new Promise(resolve => this.#process.once('exit', resolve));
  }

  /** Waits until it has said something that begins so. */
  hears(words: string): Promise<string> {
    return until(
      `the backend says '${words}'`,
      async () => {
        if (this.#process.exitCode !== null) {
          throw new Error('The backend has ended by itself');
        }
        return this.#said.find(line => line.startsWith(words));
      },
      60_000,
    );
  }

  async portal(): Promise<Portal> {
    return portalAt(Number((await this.hears('port ')).split(' ')[1]));
  }

  /** As `kill -9` does. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }
}

const files = createMockDirectory();

/** How a process of its own reaches a database. */
const DATABASES: Record<string, () => Promise<object>> = {
  SQLITE_3: async () => ({
    client: 'better-sqlite3',
    useNullAsDefault: true,
    connection: { filename: files.resolve(`${Date.now()}.sqlite`) },
  }),
  ...(hasPostgres && {
    POSTGRES_18: async () => {
      const { client, connection } = (await emptyDatabase('POSTGRES_18')).client
        .config;
      // Knex hides the password from whoever lists the settings.
      const { password } = connection;
      return { client, connection: { ...connection, password } };
    },
  }),
};

describe.each(Object.entries(DATABASES))(
  'a backend on %s that is killed after a decision',
  (_, makeDatabase) => {
    const started: Backend[] = [];
    const start = (database: object, gate: 'open' | 'shut') => {
      started.push(new Backend(database, gate));
      return started[started.length - 1];
    };

    afterEach(async () => {
      await Promise.all(started.map(backend => backend.kill()));
    });

    it.each([
      ['while it looks for the next people', true],
      ['at once', false],
    ])(
      '%s opens the next stage by itself when it runs again',
      async (__, isSearching) => {
        const database = await makeDatabase();
        const first = start(database, 'shut');
        const before = await first.portal();
        await activate(
          before,
          policy(
            'gated',
            { approvers: [{ type: 'user', user: 'bob' }] },
            { approvers: [{ type: 'gate' }] },
          ),
        );
        const request = await asked(before, 'gated');
        const decided = await before.as('bob').decideTask({
          params: { id: seat(request, 'bob') },
          body: { decision: 'approve' },
        });
        expect(decided.request.status).toBe('in_review');
        if (isSearching) {
          await first.hears('searching');
        }
        await first.kill();

        const after = await start(database, 'open').portal();
        const [done, next] = await until(
          'the next stage opens',
          async () => {
            const stages = present(
              await after
                .as('alice')
                .getRequest({ params: { id: request.id } }),
            );
            return stages[1].status === 'active' ? stages : undefined;
          },
          30_000,
        );
        expect(done).toMatchObject({ status: 'approved', approved: 1 });
        expect(next.tasks).toMatchObject([
          { person: 'user:default/carol', status: 'open' },
        ]);
        await verified(after);
      },
      120_000,
    );
  },
);
