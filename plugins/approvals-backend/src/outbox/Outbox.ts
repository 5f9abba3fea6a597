import { randomUUID } from 'node:crypto';
import { Database, QueuedOutboxRow, tables, Tx } from '../database';
import { Effect, EffectDraft, outboxRows } from './effects';

const LONGEST_ERROR = 2_000;
const REMOVED_AT_ONCE = 5_000;

/**
 * Effects with a due time, as rows with a lease. Claiming one moves its due
 * time to the end of the lease, so that it comes back by itself when whoever
 * claimed it is gone; every later update holds only while the lease is ours.
 * Times are UTC text with milliseconds.
 */
export class Outbox {
  readonly #database: Database;

  constructor(options: { database: Database }) {
    this.#database = options.database;
  }

  /** Adds effects in the caller's transaction. */
  async add(
    tx: Tx,
    drafts: readonly EffectDraft[],
    now: string,
  ): Promise<void> {
    if (drafts.length > 0) {
      await tx(tables.outbox).insert(outboxRows(drafts, now));
    }
  }

  /**
   * Claims effects that are due. Of each lane only the oldest unfinished one
   * can be claimed; one that was given up does not count.
   */
  async claim(options: {
    kinds: readonly string[];
    limit: number;
    now: string;
    leaseUntil: string;
  }): Promise<Effect[]> {
    const { kinds, limit, now, leaseUntil } = options;
    const { isPostgres, knex } = this.#database;
    const lease = randomUUID();
    const result = await knex.raw(
      `with due as (
         select o.position from outbox o
         where o.done_at is null and o.exhausted_at is null and o.due_at <= ?
           and o.kind in (${kinds.map(() => '?').join(', ')})
           and (o.lane is null or not exists (
             select 1 from outbox p
             where p.lane = o.lane and p.position < o.position
               and p.done_at is null and p.exhausted_at is null))
         order by o.due_at, o.position
         limit ?
         ${isPostgres ? 'for update skip locked' : ''})
       update outbox set lease = ?, due_at = ?, attempts = attempts + 1
       where position in (select position from due)
       returning *`,
      [now, ...kinds, limit, lease, leaseUntil],
    );
    return this.#database
      .rowsOf<QueuedOutboxRow>(result)
      .sort((a, b) => Number(a.position) - Number(b.position))
      .map(row => toEffect(row, lease));
  }

  /** Marks effects as done, all in one statement. */
  async complete(effects: readonly Effect[], now: string): Promise<void> {
    await this.#update(
      effects,
      'done_at = ?, last_error = null, lease = null',
      [now],
    );
  }

  /**
   * Marks an effect as done in the transaction that did it, so that both
   * happen or neither.
   *
   * @returns false when the lease was lost: then roll back
   */
  async completeIn(tx: Tx, effect: Effect, now: string): Promise<boolean> {
    const done = await tx(tables.outbox)
      .where({ position: effect.position, lease: effect.lease })
      .update({ done_at: now, last_error: null, lease: null });
    return done > 0;
  }

  /** Sets an effect that failed back until its next try, or gives it up. */
  async fail(
    effect: Effect,
    options: { error: string; now: string; retryAt?: string },
  ): Promise<void> {
    const { error, now, retryAt } = options;
    await this.#update(
      [effect],
      retryAt
        ? 'due_at = ?, last_error = ?, lease = null'
        : 'exhausted_at = ?, last_error = ?, lease = null',
      [retryAt ?? now, error.slice(0, LONGEST_ERROR)],
    );
  }

  /** Puts effects off without counting the try: nothing failed. */
  async giveBack(effects: readonly Effect[], dueAt: string): Promise<void> {
    await this.#update(
      effects,
      'due_at = ?, attempts = attempts - 1, lease = null',
      [dueAt],
    );
  }

  /**
   * Keeps effects longer.
   *
   * @returns the positions of those that are still ours
   */
  async renew(
    effects: readonly Effect[],
    leaseUntil: string,
  ): Promise<Set<string>> {
    const rows = await this.#update(effects, 'due_at = ?', [leaseUntil]);
    return new Set(rows.map(({ position }) => String(position)));
  }

  /** Removes effects that were done before a time, some at once so that nobody waits for it. */
  async removeDone(before: string): Promise<number> {
    const { knex } = this.#database;
    let removed = 0;
    let some: number;
    do {
      some = await knex(tables.outbox)
        .whereIn(
          'position',
          knex(tables.outbox)
            .select('position')
            .where('done_at', '<', before)
            .limit(REMOVED_AT_ONCE),
        )
        .delete();
      removed += some;
    } while (some === REMOVED_AT_ONCE);
    return removed;
  }

  async #update(
    effects: readonly Effect[],
    set: string,
    values: string[],
  ): Promise<{ position: number | string }[]> {
    if (effects.length === 0) {
      return [];
    }
    const result = await this.#database.knex.raw(
      `update outbox set ${set} where done_at is null and (${effects
        .map(() => '(position = ? and lease = ?)')
        .join(' or ')}) returning position`,
      [
        ...values,
        ...effects.flatMap(({ position, lease }) => [position, lease]),
      ],
    );
    return this.#database.rowsOf(result);
  }
}

function toEffect(row: QueuedOutboxRow, lease: string): Effect {
  return {
    id: row.id,
    kind: row.kind,
    stream: row.stream,
    ...(row.lane !== null && { lane: row.lane }),
    payload: JSON.parse(row.payload),
    attempt: row.attempts,
    position: row.position,
    lease,
  };
}
