import { PolicyDefinition } from '@countersign/backstage-plugin-approvals-common';
import { Batches, Outcome } from '../batches';
import { Database, RequestRow, RoundRow, tables, Tx } from '../database';
import { RequestState } from '../engine';
import { Change, SaveRows } from './change';
import { toSaveRows } from './requestRows';
import { Loaded } from './RequestStore';
import { writeRows } from './writeRows';

/** Requests that are read by one statement. */
const MOST_READ = 200;

const COLUMNS = [
  'id',
  'state',
  'callback_url',
  'search',
  'stream_seq',
  'stream_hash',
] as const satisfies readonly (keyof RequestRow)[];

type Row = Pick<RequestRow, (typeof COLUMNS)[number]>;

type Round = { id: string; round: number };

/** What became of one request of many. */
export type Stepped<T> = Outcome<T> | 'busy' | 'absent';

/**
 * Many requests at a time, for what a worker brings: a statement reads or
 * changes all of them. Each one's rows are the same as when it is changed alone.
 */
export class RequestBatchStore {
  readonly #database: Database;
  readonly #definitionOf: (
    key: string,
    version: number,
    tx?: Tx,
  ) => Promise<PolicyDefinition>;
  readonly #loads = new Batches<string, Loaded | undefined>({
    work: ids => this.#load(ids),
    most: MOST_READ,
  });
  readonly #contexts = new Batches<Round, Record<string, unknown>>({
    work: rounds => this.#contextsOf(rounds),
    most: MOST_READ,
  });

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

  /** A request as it is, without its lock; read together with others. Undefined when there is none. */
  load(id: string): Promise<Loaded | undefined> {
    return this.#loads.do(id);
  }

  /** The facts of one round, read together with others. */
  contextOf(id: string, round: number): Promise<Record<string, unknown>> {
    return this.#contexts.do({ id, round });
  }

  /**
   * Changes requests under their locks, in one transaction. It waits for no
   * lock: a request that somebody else changes right now is left alone, `busy`.
   * A `step` that throws leaves its request as it is. `step` is pure, and may
   * be run again when the database asks for it.
   *
   * @throws what the database throws; then none is changed
   */
  async change<T>(
    ids: readonly string[],
    step: (loaded: Loaded) => { change?: Change; result: T },
  ): Promise<Map<string, Stepped<T>>> {
    return this.#database.inTransaction(async tx => {
      const outcomes = new Map<string, Stepped<T>>();
      const saves: SaveRows[] = [];
      for (const row of await this.#lock(tx, ids)) {
        try {
          const { change, result } = step(await this.#toLoaded(row, tx));
          if (change) {
            saves.push(toSaveRows(change));
          }
          outcomes.set(row.id, { result });
        } catch (error) {
          outcomes.set(row.id, { fault: error });
        }
      }
      if (saves.length > 0) {
        await writeRows(tx, united(saves), this.#database.isPostgres);
      }
      const rest = ids.filter(id => !outcomes.has(id));
      const there = await this.#idsOf(tx, rest);
      rest.forEach(id => outcomes.set(id, there.has(id) ? 'busy' : 'absent'));
      return outcomes;
    });
  }

  /** In the order of their ids, and without waiting: two that do so never block each other. */
  async #lock(tx: Tx, ids: readonly string[]): Promise<Row[]> {
    const query = tx<RequestRow>(tables.requests)
      .whereIn('id', ids)
      .orderBy('id')
      .select(...COLUMNS);
    return this.#database.isPostgres ? query.forUpdate().skipLocked() : query;
  }

  async #idsOf(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
    return ids.length === 0
      ? new Set()
      : new Set(
          await tx<RequestRow>(tables.requests)
            .whereIn('id', ids)
            .pluck<string[]>('id'),
        );
  }

  async #load(ids: string[]): Promise<Outcome<Loaded | undefined>[]> {
    const rows: Row[] = await this.#database
      .knex<RequestRow>(tables.requests)
      .whereIn('id', [...new Set(ids)])
      .select(...COLUMNS);
    const outcomes = new Map<string, Outcome<Loaded>>();
    for (const row of rows) {
      const outcome = await this.#toLoaded(row).then(
        result => ({ result }),
        fault => ({ fault }),
      );
      outcomes.set(row.id, outcome);
    }
    return ids.map(id => outcomes.get(id) ?? { result: undefined });
  }

  async #contextsOf(
    rounds: Round[],
  ): Promise<Outcome<Record<string, unknown>>[]> {
    const rows: Pick<RoundRow, 'request_id' | 'round' | 'context'>[] =
      await this.#database
        .knex<RoundRow>(tables.rounds)
        .whereIn('request_id', [...new Set(rounds.map(({ id }) => id))])
        .select('request_id', 'round', 'context');
    const texts = new Map(
      rows.map(row => [`${row.request_id} ${row.round}`, row.context]),
    );
    return rounds.map(({ id, round }) => ({
      result: JSON.parse(texts.get(`${id} ${round}`) ?? '{}'),
    }));
  }

  async #toLoaded(row: Row, tx?: Tx): Promise<Loaded> {
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

/** The rows of several requests as those of one save. */
function united([first, ...others]: SaveRows[]): SaveRows {
  const names = Object.keys(first) as (keyof SaveRows)[];
  return Object.fromEntries(
    names.map(name => [
      name,
      [first, ...others].flatMap<SaveRows[typeof name][number]>(
        rows => rows[name],
      ),
    ]),
  ) as SaveRows;
}
