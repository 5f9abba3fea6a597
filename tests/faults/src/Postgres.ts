import { ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { JsonObject } from '@backstage/types';
import { Client } from 'pg';
import { until } from './until';
import { cache, logFile, unique, workplace } from './workplace';

const SCRIPT = require.resolve('@countersign/scripts/src/dev/postgres');

/** A PostgreSQL of our own, which can be stopped and started again on the same port. */
export class Postgres {
  readonly #data = path.join(workplace, unique('postgres'));
  #server: ChildProcess | undefined;
  #url = '';

  static async start(): Promise<Postgres> {
    fs.chmodSync(workplace, 0o755);
    const postgres = new Postgres();
    await postgres.start();
    return postgres;
  }

  /** Starts it, on the port that it had before. */
  async start(): Promise<void> {
    const urlFile = `${this.#data}.url`;
    const log = fs.openSync(logFile('postgres'), 'w');
    const port = this.#url && ['--port', new URL(this.#url).port];
    this.#server = spawn(
      process.execPath,
      [
        ...[
          '--require',
          require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        ],
        SCRIPT,
        ...['--data', this.#data, '--cache', cache, '--url-file', urlFile],
        ...port,
      ],
      { stdio: ['ignore', log, log] },
    );
    fs.closeSync(log);
    this.#url = await until('PostgreSQL accepts connections', async () =>
      fs.existsSync(urlFile)
        ? fs.readFileSync(urlFile, 'utf8') || undefined
        : undefined,
    );
    await until('PostgreSQL has recovered', () => this.#answers());
  }

  async #answers(): Promise<true | undefined> {
    try {
      await rowsOf(`${this.#url}/postgres`, 'select 1');
      return true;
    } catch {
      return undefined;
    }
  }

  /** Ends it: all connections break at once, what was committed stays. */
  async stop(): Promise<void> {
    const server = this.#server!;
    const ended = new Promise(resolve => server.once('exit', resolve));
    server.kill('SIGTERM');
    await ended;
  }

  /** Ends it as a crash does: it has to recover at its next start. */
  async crash(): Promise<void> {
    const server = this.#server!;
    const ended = new Promise(resolve => server.once('exit', resolve));
    const [pid] = fs
      .readFileSync(path.join(this.#data, 'postmaster.pid'), 'utf8')
      .split('\n');
    process.kill(Number(pid), 'SIGQUIT');
    await ended;
  }

  /** An empty database for backends: one for each plugin, or one with a schema for each. */
  database(hasSchemas: boolean = false): Database {
    return new Database(this.#url, unique('faults'), hasSchemas);
  }
}

/** Where backends keep what they know, and where a test looks behind them. */
export class Database {
  readonly #url: string;
  readonly #name: string;
  readonly #hasSchemas: boolean;

  constructor(url: string, name: string, hasSchemas: boolean) {
    this.#url = url;
    this.#name = name;
    this.#hasSchemas = hasSchemas;
  }

  /** How a backend is told of it. */
  get config(): JsonObject {
    return this.#hasSchemas
      ? {
          client: 'pg',
          connection: `${this.#url}/${this.#name}`,
          pluginDivisionMode: 'schema',
        }
      : { client: 'pg', connection: this.#url, prefix: `${this.#name}_` };
  }

  /** The rows of a statement. */
  rows<T extends object>(sql: string): Promise<T[]> {
    const own = this.#hasSchemas
      ? `${this.#name}?options=-csearch_path%3Dapprovals`
      : `${this.#name}_approvals`;
    return rowsOf<T>(`${this.#url}/${own}`, sql);
  }
}

async function rowsOf<T extends object>(
  connectionString: string,
  sql: string,
): Promise<T[]> {
  const client = new Client({ connectionString });
  // Also when nobody waits for an answer, the server may end.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}
