import { randomUUID } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { Database, IdempotencyKeyRow, tables } from '../database';

const LEASE_MS = 10_000;

/** An answer as it is remembered. */
export type RememberedAnswer = { status: number; body: unknown };

/** What makes a POST happen once, however often it is sent under its key. */
export type Once = {
  /** The id for what it makes, or for the event that it tells: the same at each try. */
  id: string;
  /** True when an earlier try got no answer: it may have done the work. */
  again: boolean;
};

/** What asking for a key came to. */
export type Claim =
  | { result: 'mine'; lease: string; once: Once }
  | { result: 'answered'; answer: RememberedAnswer }
  | { result: 'running' }
  | { result: 'other_body' };

/** Idempotency keys in the database. Times are milliseconds. */
export class IdempotencyStore {
  readonly #database: Database;
  readonly #lifetime: number;
  /** For so long a key is kept for whoever runs it and does not renew it. */
  readonly leaseMs: number;

  constructor(options: {
    database: Database;
    lifetimeMs: number;
    leaseMs?: number;
  }) {
    this.#database = options.database;
    this.#lifetime = options.lifetimeMs;
    this.leaseMs = options.leaseMs ?? LEASE_MS;
  }

  /** Takes the key, or says who has it. */
  async claim(options: {
    id: string;
    bodyDigest: string;
    now: number;
  }): Promise<Claim> {
    const { id, bodyDigest, now } = options;
    const fresh = this.#freshRow(id, bodyDigest, now);
    const inserted = await this.#keys()
      .insert(fresh)
      .onConflict('id')
      .ignore()
      .returning('id');
    if (inserted.length > 0) {
      return {
        result: 'mine',
        lease: fresh.lease,
        once: { id: fresh.made_id, again: false },
      };
    }
    const row: IdempotencyKeyRow | undefined = await this.#keys()
      .where({ id })
      .first();
    if (!row) {
      return { result: 'running' };
    }
    const isOld = row.created_at <= isoOf(now - this.#lifetime);
    if (!isOld && row.body_digest !== bodyDigest) {
      return { result: 'other_body' };
    }
    if (!isOld && row.status !== null) {
      const body = row.body === null ? undefined : JSON.parse(row.body);
      return { result: 'answered', answer: { status: row.status, body } };
    }
    const isLeft = row.status === null && (row.lease_until ?? '') < isoOf(now);
    if (!isOld && !isLeft) {
      return { result: 'running' };
    }
    return this.#takeOver(row, fresh, isLeft && !isOld);
  }

  /** Keeps the key for whoever still works under it. */
  async renew(id: string, lease: string, now: number): Promise<void> {
    await this.#keys()
      .where({ id, lease })
      .update({ lease_until: isoOf(now + this.leaseMs) });
  }

  /** Remembers the answer, unless somebody else has taken the key over meanwhile. */
  async remember(
    id: string,
    lease: string,
    answer: RememberedAnswer,
  ): Promise<void> {
    await this.#keys()
      .where({ id, lease })
      .update({
        status: answer.status,
        body: JSON.stringify(answer.body) ?? null,
        lease: null,
        lease_until: null,
      });
  }

  /** Gives the key back: nothing was done under it. */
  async release(id: string, lease: string): Promise<void> {
    await this.#keys().where({ id, lease }).delete();
  }

  /** Leaves the key to the next try, which has to look whether the work was done. */
  async leave(id: string, lease: string): Promise<void> {
    await this.#keys()
      .where({ id, lease })
      .update({ lease_until: isoOf(0) });
  }

  /** Removes keys past their lifetime. */
  async removeOld(now: number): Promise<number> {
    return this.#keys()
      .where('created_at', '<=', isoOf(now - this.#lifetime))
      .delete();
  }

  async #takeOver(
    seen: IdempotencyKeyRow,
    fresh: IdempotencyKeyRow & { lease: string; made_id: string },
    isSamePost: boolean,
  ): Promise<Claim> {
    const { id, created_at, lease } = seen;
    const once: Once =
      isSamePost && seen.made_id
        ? { id: seen.made_id, again: true }
        : { id: fresh.made_id, again: false };
    const taken = await this.#keys()
      .where({ id, created_at, lease })
      .update({ ...fresh, made_id: once.id });
    return taken > 0
      ? { result: 'mine', lease: fresh.lease, once }
      : { result: 'running' };
  }

  #freshRow(id: string, bodyDigest: string, now: number) {
    return {
      id,
      body_digest: bodyDigest,
      lease: randomUUID() as string,
      lease_until: isoOf(now + this.leaseMs),
      made_id: uuidv7(),
      status: null,
      body: null,
      created_at: isoOf(now),
    };
  }

  #keys() {
    return this.#database.knex<IdempotencyKeyRow>(tables.idempotencyKeys);
  }
}

function isoOf(millis: number): string {
  return new Date(millis).toISOString();
}
