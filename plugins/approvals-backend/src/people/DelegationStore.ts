import {
  Delegation,
  DelegationQuery,
} from '@countersign/backstage-plugin-approvals-common';
import { Knex } from 'knex';
import { Database, DelegationRow, tables, Tx } from '../database';
import { LastKey } from '../http';

/** A delegation as it is kept; its state follows from the time. */
export type StoredDelegation = Omit<Delegation, 'state'> & {
  /** The event that its reason belongs to. */
  eventId: string;
};

/** A delegation that runs now; without policy keys it is for all policies. */
export type RunningDelegation = {
  delegator: string;
  delegate: string;
  policyKeys?: string[];
};

type Row = DelegationRow & {
  reason: string | null;
  reason_erased_by: string | null;
};

/** Keeps delegations. Times are UTC text. */
export class DelegationStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Keeps others from adding or ending delegations between these two until the
   * transaction ends. SQLite has one writer anyway.
   */
  async lockPair(
    tx: Tx,
    { delegator, delegate }: { delegator: string; delegate: string },
  ): Promise<void> {
    if (this.#database.isPostgres) {
      await tx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [
        `delegation ${delegator} ${delegate}`,
      ]);
    }
  }

  /** Windows of the same pair that have not ended and meet [start, end). */
  async overlapping(
    tx: Tx,
    window: { delegator: string; delegate: string; start: string; end: string },
  ): Promise<RunningDelegation[]> {
    const rows: DelegationRow[] = await tx(tables.delegations)
      .where({ delegator: window.delegator, delegate: window.delegate })
      .whereNull('ended_at')
      .where('start_at', '<', window.end)
      .where('end_at', '>', window.start);
    return rows.map(toRunning);
  }

  /** Keeps a new delegation. */
  async add(tx: Tx, delegation: StoredDelegation): Promise<void> {
    await tx(tables.delegations).insert({
      id: delegation.id,
      delegator: delegation.delegator,
      delegate: delegation.delegate,
      start_at: delegation.start,
      end_at: delegation.end,
      policy_keys: delegation.policyKeys
        ? JSON.stringify(delegation.policyKeys)
        : null,
      event_id: delegation.eventId,
      created_by: delegation.createdBy,
      created_at: delegation.createdAt,
    });
  }

  /** Ends a window that is not over: a running one now; one to come is forgotten. False: it was over. */
  async end(
    tx: Tx,
    { id, by, now }: { id: string; by: string; now: string },
  ): Promise<boolean> {
    const pending = () =>
      tx(tables.delegations)
        .where({ id })
        .whereNull('ended_at')
        .where('end_at', '>', now);
    const removed = await pending().where('start_at', '>', now).delete();
    const ended = await pending().update({ ended_at: now, ended_by: by });
    return removed + ended > 0;
  }

  /** One delegation. */
  async get(id: string): Promise<StoredDelegation | undefined> {
    const [row] = await this.#select().where('d.id', id);
    return row && toDelegation(row);
  }

  /** A page of delegations, newest first; of one person from either side, or of all. */
  async list(options: {
    person?: string;
    state?: DelegationQuery['state'];
    now: string;
    after?: LastKey;
    limit: number;
  }): Promise<StoredDelegation[]> {
    const { person, state, now, after, limit } = options;
    const query = this.#select();
    if (person) {
      query.where(side =>
        side.where('d.delegator', person).orWhere('d.delegate', person),
      );
    }
    if (state) {
      whereState(query, state, now);
    }
    if (after) {
      query.whereRaw('(d.created_at, d.id) < (?, ?)', [after.value, after.id]);
    }
    const rows = await query
      .orderBy('d.created_at', 'desc')
      .orderBy('d.id', 'desc')
      .limit(limit);
    return rows.map(toDelegation);
  }

  /** The windows in which somebody may act for others now. */
  async runningFor(
    delegate: string,
    now: string,
  ): Promise<RunningDelegation[]> {
    const rows = await this.#running(now)
      .where('d.delegate', delegate)
      .options({ name: 'approvals_delegators' });
    return rows.map(toRunning);
  }

  /** The windows in which others may act for these people now. */
  async delegatesOf(
    people: string[],
    now: string,
  ): Promise<RunningDelegation[]> {
    const found: RunningDelegation[] = [];
    for (let from = 0; from < people.length; from += CHUNK) {
      const rows = await this.#running(now).whereIn(
        'd.delegator',
        people.slice(from, from + CHUNK),
      );
      found.push(...rows.map(toRunning));
    }
    return found;
  }

  #running(now: string) {
    const query = this.#database.knex<DelegationRow>(
      `${tables.delegations} as d`,
    );
    whereState(query, 'running', now);
    return query.select<DelegationRow[]>('d.*');
  }

  #select() {
    const { knex } = this.#database;
    return knex(`${tables.delegations} as d`)
      .leftJoin(`${tables.eventTexts} as x`, join =>
        join
          .on('x.event_id', 'd.event_id')
          .andOn('x.part', knex.raw('?', ['text'])),
      )
      .select<Row[]>(
        'd.*',
        'x.text as reason',
        'x.erased_by as reason_erased_by',
      );
  }
}

/** SQLite takes 32,766 bindings at most. */
const CHUNK = 5_000;

function whereState(
  query: Knex.QueryBuilder,
  state: Delegation['state'],
  now: string,
): void {
  if (state === 'past') {
    query.where(over =>
      over.whereNotNull('d.ended_at').orWhere('d.end_at', '<=', now),
    );
    return;
  }
  query.whereNull('d.ended_at').where('d.end_at', '>', now);
  query.where('d.start_at', state === 'running' ? '<=' : '>', now);
}

function toRunning({ delegator, delegate, policy_keys }: DelegationRow) {
  return {
    delegator,
    delegate,
    ...(policy_keys && { policyKeys: JSON.parse(policy_keys) as string[] }),
  };
}

function toDelegation(row: Row): StoredDelegation {
  return {
    ...toRunning(row),
    id: row.id,
    start: row.start_at,
    end: row.end_at,
    ...(row.reason && { reason: row.reason }),
    ...(row.reason_erased_by && { reasonErased: true }),
    createdBy: row.created_by,
    createdAt: row.created_at,
    ...(row.ended_by && { endedBy: row.ended_by }),
    ...(row.ended_at && { endedAt: row.ended_at }),
    eventId: row.event_id ?? '',
  };
}
