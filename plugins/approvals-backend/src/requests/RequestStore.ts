import { PolicyDefinition } from '@countersign/backstage-plugin-approvals-common';
import { Database, isUniqueViolation, tables, Tx } from '../database';
import { RequestState } from '../engine';
import { StreamHead } from '../history';
import { Change, KeptColumns } from './change';
import { toSaveRows } from './requestRows';
import { writeIfUnchanged, writeRows } from './writeRows';

/** How a request is found: by its own id, or by that of a task of it. */
export type Find = { id: string } | { taskId: string };

/** A request as the engine knows it, and what its next change has to carry on. */
export type Loaded = {
  state: RequestState;
  head: StreamHead;
  kept: KeptColumns;
};

/** What making a request came to. */
export type Created =
  | { result: 'made' }
  | { result: 'already_open' | 'execution_known'; id: string };

type Row = KeptColumns & {
  state: string;
  stream_seq: number;
  stream_hash: string;
};

/** What a step makes of a request; without a `change` nothing is written. */
type StepOf<T> = (loaded: Loaded) => { change?: Change; result: T };

/** Somebody else changed the request between reading and writing. */
const OVERTAKEN = Symbol('overtaken');

/**
 * Requests in the database. A change works on the state in the request's row
 * and writes all of it at once: only when the row is as it was read, or under
 * its lock.
 */
export class RequestStore {
  readonly #database: Database;
  readonly #definitionOf: (
    key: string,
    version: number,
    tx?: Tx,
  ) => Promise<PolicyDefinition>;

  constructor(options: {
    database: Database;
    definitionOf: (
      key: string,
      version: number,
      tx?: Tx,
    ) => Promise<PolicyDefinition>;
  }) {
    this.#database = options.database;
    this.#definitionOf = options.definitionOf;
  }

  /** A request as it is, without its lock; undefined when there is none. */
  async load(find: Find): Promise<Loaded | undefined> {
    return this.#read(find);
  }

  /**
   * Changes one request. `step` is pure and may be run again when the database
   * asks for it, or when somebody else changes the request at the same moment.
   */
  async change<T>(find: Find, step: StepOf<T>): Promise<T | undefined> {
    if (this.#database.isPostgres) {
      const result = await this.#changeUnlocked(find, step);
      if (result !== OVERTAKEN) {
        return result;
      }
    }
    return this.#changeLocked(find, step);
  }

  /**
   * Reads, steps, and writes only if the request is still as it was read: two
   * trips to the database, where a lock costs four.
   */
  async #changeUnlocked<T>(
    find: Find,
    step: StepOf<T>,
  ): Promise<T | undefined | typeof OVERTAKEN> {
    const loaded = await this.#read(find);
    if (!loaded) {
      return undefined;
    }
    const { change, result } = step(loaded);
    const isKept =
      !change ||
      (await this.#database.persistently(() =>
        writeIfUnchanged(
          this.#database.knex,
          toSaveRows(change),
          loaded.head.seq,
        ),
      ));
    return isKept ? result : OVERTAKEN;
  }

  async #changeLocked<T>(find: Find, step: StepOf<T>): Promise<T | undefined> {
    return this.#database.inTransaction(async tx => {
      const loaded = await this.#read(find, tx);
      if (!loaded) {
        return undefined;
      }
      const { change, result } = step(loaded);
      if (change) {
        await this.#write(tx, change);
      }
      return result;
    });
  }

  /** Writes a new request, unless one for its execution or subject is there. */
  async create(change: Change): Promise<Created> {
    const { isPostgres, knex } = this.#database;
    try {
      await (isPostgres
        ? this.#database.persistently(() => this.#write(knex, change))
        : this.#database.inTransaction(tx => this.#write(tx, change)));
      return { result: 'made' };
    } catch (error) {
      const isTaken =
        isUniqueViolation(error, 'requests_one_execution') ||
        isUniqueViolation(error, 'requests_one_open');
      if (!isTaken) {
        throw error;
      }
      // The one in the way may have ended since: then there is room.
      return (await this.#inTheWayOf(change.after)) ?? this.create(change);
    }
  }

  /** The id of the request that was made for an execution. */
  async findExecution(kind: string, id: string): Promise<string | undefined> {
    const row = await this.#database
      .knex(tables.requests)
      .where({ execution_kind: kind, execution_id: id })
      .first('id');
    return row?.id;
  }

  /** Owners of the subject's entity, as they were when the request was made. */
  async ownersOf(id: string): Promise<string[]> {
    const rows: { person: string }[] = await this.#database
      .knex(tables.requestPeople)
      .where({ request_id: id, part: 'owner' })
      .select('person');
    return rows.map(({ person }) => person);
  }

  /** The execution first: a database names whichever index it looked at first. */
  async #inTheWayOf({
    policyKey,
    subject,
    execution,
  }: RequestState): Promise<Created | undefined> {
    const known =
      execution && (await this.findExecution(execution.kind, execution.id));
    if (known) {
      return { result: 'execution_known', id: known };
    }
    const open = await this.#database
      .knex(tables.requests)
      .where({ policy_key: policyKey, subject_id: subject.id, one_open: true })
      .whereIn('status', ['in_review', 'changes_requested'])
      .first('id');
    return open && { result: 'already_open', id: open.id };
  }

  async #write(tx: Tx | Database['knex'], change: Change): Promise<void> {
    await writeRows(tx, toSaveRows(change), this.#database.isPostgres);
  }

  /** Reads a request; in a transaction, with the lock of its row and on that connection only. */
  async #read(find: Find, tx?: Tx): Promise<Loaded | undefined> {
    const { isPostgres, knex } = this.#database;
    const [where, value] =
      'id' in find
        ? ['id = ?', find.id]
        : ['id = (select request_id from tasks where id = ?)', find.taskId];
    const lock = tx && isPostgres ? 'for update' : '';
    const result = await (tx ?? knex)
      .raw(
        `select state, callback_url, search, stream_seq, stream_hash from requests where ${where} ${lock}`,
        [value],
      )
      .options({ name: `approvals_load_${'id' in find}_${lock !== ''}` });
    const [row] = this.#database.rowsOf<Row>(result);
    if (!row) {
      return undefined;
    }
    const state: Omit<RequestState, 'definition'> = JSON.parse(row.state);
    const { policyKey, policyVersion } = state;
    const definition = await this.#definitionOf(policyKey, policyVersion, tx);
    return {
      state: { ...state, definition },
      head: { seq: row.stream_seq, hash: row.stream_hash },
      kept: { callback_url: row.callback_url, search: row.search },
    };
  }
}
