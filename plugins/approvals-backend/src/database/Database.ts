import { setTimeout as sleep } from 'node:timers/promises';
import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { isWorthAnotherTry } from './faults';
import { listen, Listener } from './Listener';

/** A running transaction. */
export type Tx = Knex.Transaction;

/** A value in a raw statement. */
export type Value = Knex.RawBinding;

/**
 * In a statement on PostgreSQL: its transaction is answered before it is on
 * disk. When the server falls in the half second after that, the transaction
 * may never have been, as a whole: only for work that comes again then. What
 * is committed later with due haste takes it along.
 */
export const UNHURRIED = "set_config('synchronous_commit', 'off', true)";

/** How often a transaction is tried. */
const TRIES = 8;

/** The plugin's database: PostgreSQL, or SQLite on a laptop. */
export class Database {
  readonly knex: Knex;
  readonly isPostgres: boolean;

  constructor(knex: Knex) {
    this.knex = knex;
    this.isPostgres = knex.client.config.client.includes('pg');
  }

  /**
   * Connects and brings the tables up to date, unless the configuration says
   * that somebody else does.
   */
  static async connect(service: DatabaseService): Promise<Database> {
    const database = new Database(await service.getClient());
    if (!database.isPostgres) {
      // Readers go on while one writes, and a commit is one write to disk.
      await database.knex.raw('pragma journal_mode = wal');
    }
    if (!service.migrations?.skip) {
      await database.migrate();
    }
    return database;
  }

  /**
   * Brings the tables up to date, all or nothing. Waits while another process
   * does the same: knex's own lock is a row, and when two processes make it at
   * the same moment, nobody ever gets it.
   */
  async migrate(): Promise<void> {
    await this.inTransaction(async tx => {
      if (this.isPostgres) {
        await tx.raw(
          "select pg_advisory_xact_lock(hashtextextended('approvals migrations', 0))",
        );
      }
      await tx.migrate.latest({ directory: MIGRATIONS() });
    });
  }

  /** Takes all tables away again. */
  async rollback(): Promise<void> {
    await this.knex.migrate.rollback({ directory: MIGRATIONS() }, true);
  }

  /**
   * Runs `work` in one transaction, and again from the start when the database
   * broke a deadlock or a conflict: `work` has no effects outside of it.
   */
  async inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.persistently(() => this.knex.transaction(work));
  }

  /** The same, for work that comes again when the server falls: see {@link UNHURRIED}. */
  async inUnhurriedTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.inTransaction(async tx => {
      if (this.isPostgres) {
        await tx.raw(`select ${UNHURRIED}`);
      }
      return work(tx);
    });
  }

  /** Runs what is a transaction of its own, and again when the database broke a deadlock or a conflict. */
  async persistently<T>(work: () => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await work();
      } catch (error) {
        if (!isWorthAnotherTry(error) || tried === TRIES) {
          throw error;
        }
        await sleep(Math.random() * 5 * 2 ** tried);
      }
    }
  }

  /**
   * Hears what other processes on the same PostgreSQL tell.
   *
   * @param channel - an identifier, not quoted
   */
  async listen(
    channel: string,
    onMessage: (payload: string) => void,
  ): Promise<Listener> {
    return listen(this.knex, channel, onMessage);
  }

  /** The rows that a raw statement gave, whichever the database. */
  rowsOf<T>(result: unknown): T[] {
    return (this.isPostgres ? (result as { rows: T[] }).rows : result) as T[];
  }
}

const MIGRATIONS = () =>
  resolvePackagePath(
    '@countersign/backstage-plugin-approvals-backend',
    'migrations',
  );
