import { randomUUID } from 'node:crypto';
import { Database, QueuedOutboxRow, tables, Tx, Value } from '../database';
import { Effect, EffectDraft, outboxRows } from './effects';
import {
  ADD,
  CLAIM_ON_POSTGRES,
  claimOnSqlite,
  DONE,
  FORGETTABLE,
  FREED,
  OURS,
} from './statements';

const LONGEST_ERROR = 2_000;

/** A channel to claim from, and how many effects at most. */
export type Want = { channel: string; limit: number };

/**
 * Effects with a due time, as rows with a lease. When it is over, the effect
 * comes back by itself: whoever claimed it is gone. Every later update holds
 * only while the lease is ours. Times are UTC text with milliseconds.
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
    if (drafts.length === 0) {
      return;
    }
    const rows = outboxRows(drafts, now);
    // On PostgreSQL one text for any number of rows, which is parsed once.
    await (this.#database.isPostgres
      ? tx.raw(ADD, [JSON.stringify(rows)]).options({ name: 'outbox_add' })
      : tx.batchInsert(tables.outbox, rows, 100));
  }

  /**
   * Claims effects that are due, of each channel up to its limit. Of each lane
   * only the oldest unfinished one can be claimed; one that was given up does
   * not count.
   */
  async claim(options: {
    wants: readonly Want[];
    now: string;
    leaseUntil: string;
  }): Promise<Effect[]> {
    const { wants, now, leaseUntil } = options;
    if (wants.length === 0) {
      return [];
    }
    const lease = randomUUID();
    const { isPostgres, knex } = this.#database;
    // Not a named statement: its plan would be kept from a time when the outbox
    // was short, and read all of it for each row once it is long.
    const result = await (isPostgres
      ? knex.raw(CLAIM_ON_POSTGRES, [
          wants.map(({ channel }) => channel),
          wants.map(({ limit }) => limit),
          now,
          now,
          lease,
          leaseUntil,
        ])
      : knex.raw(claimOnSqlite(wants.length), [
          ...wants.flatMap(({ channel, limit }) => [channel, now, now, limit]),
          lease,
          leaseUntil,
        ]));
    return this.#database
      .rowsOf<QueuedOutboxRow>(result)
      .sort((a, b) => Number(a.position) - Number(b.position))
      .map(row => toEffect(row, lease));
  }

  /** Marks effects as done, all in one statement. */
  async complete(effects: readonly Effect[], now: string): Promise<void> {
    await this.#update(this.#database.knex, effects, DONE, [now]);
  }

  /**
   * Marks effects as done in the transaction that did them, so that all of it
   * happens or nothing.
   *
   * @returns false when the lease of one was lost: then roll back
   */
  async completeIn(
    tx: Tx,
    effects: readonly Effect[],
    now: string,
  ): Promise<boolean> {
    const done = await this.#update(tx, effects, DONE, [now]);
    return done.length === effects.length;
  }

  /**
   * Sets an effect that failed back until its next try, or gives it up. What
   * stands behind it in its lane waits as long, so that nobody looks at it in
   * vain.
   *
   * @returns false when the lease was lost
   */
  async failIn(
    tx: Tx,
    effect: Effect,
    options: { error: string; now: string; retryAt?: string },
  ): Promise<boolean> {
    const { error, now, retryAt } = options;
    const failed = await this.#update(
      tx,
      [effect],
      retryAt
        ? `due_at = ?, last_error = ?, ${FREED}`
        : `exhausted_at = ?, last_error = ?, ${FREED}, lane = null`,
      [retryAt ?? now, error.slice(0, LONGEST_ERROR)],
    );
    if (failed.length > 0 && retryAt && effect.lane !== undefined) {
      await tx(tables.outbox)
        .where({ lane: effect.lane, done_at: null, exhausted_at: null })
        .where('position', '>', effect.position)
        .where('due_at', '<', retryAt)
        .update({ due_at: retryAt });
    }
    return failed.length > 0;
  }

  /** Puts effects off without counting the try: nothing failed. */
  async giveBack(
    effects: readonly Effect[],
    dueAt: string,
    tx?: Tx,
  ): Promise<void> {
    await this.#update(
      tx ?? this.#database.knex,
      effects,
      `due_at = ?, attempts = attempts - 1, ${FREED}`,
      [dueAt],
    );
  }

  /** Makes everything due that waits in a channel: what held it up is over. */
  async hasten(tx: Tx, channel: string, now: string): Promise<void> {
    await tx(tables.outbox)
      .where({ channel, done_at: null, exhausted_at: null, lease: null })
      .where('due_at', '>', now)
      .update({ due_at: now });
  }

  /** Makes everything due that waits in a lane: somebody does not want to wait for it. */
  async hastenLane(tx: Tx, lane: string, now: string): Promise<void> {
    await tx(tables.outbox)
      .where({ lane, done_at: null, exhausted_at: null, lease: null })
      .where('due_at', '>', now)
      .update({ due_at: now });
  }

  /** Gives up, as if it were done, what waits in a channel: all, or what was added before a time. */
  async drop(
    tx: Tx,
    options: { channel: string; before?: string; now: string },
  ): Promise<void> {
    const { channel, before, now } = options;
    const query = tx(tables.outbox).where({
      channel,
      done_at: null,
      exhausted_at: null,
    });
    if (before !== undefined) {
      query.where('created_at', '<', before);
    }
    await query.update({ done_at: now, lease: null, leased_until: null });
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
    const rows = await this.#update(
      this.#database.knex,
      effects,
      'leased_until = ?',
      [leaseUntil],
    );
    return new Set(rows.map(({ position }) => String(position)));
  }

  async #update(
    on: Tx | Database['knex'],
    effects: readonly Effect[],
    set: string,
    values: string[],
  ): Promise<{ position: number | string }[]> {
    if (effects.length === 0) {
      return [];
    }
    // One text for any number of effects is parsed once.
    const [which, keys]: [string, Value[]] = this.#database.isPostgres
      ? [
          OURS,
          [
            effects.map(({ position }) => String(position)),
            effects.map(({ position, lease }) => `${position} ${lease}`),
          ],
        ]
      : [
          effects.map(() => '(position = ? and lease = ?)').join(' or '),
          effects.flatMap(({ position, lease }) => [position, lease]),
        ];
    const { isPostgres, knex } = this.#database;
    const where = isPostgres && on === knex ? FORGETTABLE : 'where';
    const result = await on.raw(
      `update outbox set ${set} ${where} done_at is null and (${which}) returning position`,
      [...values, ...keys],
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
    channel: row.channel,
    payload: JSON.parse(row.payload),
    attempt: row.attempts,
    position: row.position,
    lease,
  };
}
