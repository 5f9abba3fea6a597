import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

const PLUGINS = ['scaffolder', 'approvals'] as const;

type Counts = Record<(typeof PLUGINS)[number], number>;

/** PostgreSQL as it counts its statements, and the scaffolder's rows. */
export class Databases {
  readonly #server: Client;
  readonly #scaffolder: Client;

  private constructor(server: Client, scaffolder: Client) {
    this.#server = server;
    this.#scaffolder = scaffolder;
  }

  /** @param url - of a server that has `pg_stat_statements` loaded */
  static async connect(url: string): Promise<Databases> {
    const server = new Client({ connectionString: `${url}/postgres` });
    const scaffolder = new Client({
      connectionString: `${url}/backstage_plugin_scaffolder`,
    });
    await server.connect();
    await scaffolder.connect();
    await server.query('create extension if not exists pg_stat_statements');
    return new Databases(server, scaffolder);
  }

  /** Statements of each plugin's database in a second, over some seconds; those of this class not among them. */
  async perSecond(seconds: number): Promise<Counts> {
    await this.#server.query('select pg_stat_statements_reset()');
    await sleep(seconds * 1_000);
    const { rows } = await this.#server.query<{ name: string; calls: string }>(
      `select datname as name, sum(calls) as calls from pg_stat_statements
       join pg_database on pg_database.oid = dbid group by datname`,
    );
    const rateOf = (plugin: string) =>
      Number(
        rows.find(({ name }) => name === `backstage_plugin_${plugin}`)?.calls ??
          0,
      ) / seconds;
    return { scaffolder: rateOf('scaffolder'), approvals: rateOf('approvals') };
  }

  /** Runs that a worker has taken. */
  workersHeld(): Promise<number> {
    return this.countOf('processing');
  }

  /** Runs of a status. */
  async countOf(status: string): Promise<number> {
    const { rows } = await this.#scaffolder.query<{ count: string }>(
      'select count(*) from tasks where status = $1',
      [status],
    );
    return Number(rows[0].count);
  }

  async close(): Promise<void> {
    await this.#server.end();
    await this.#scaffolder.end();
  }
}
