import { randomUUID } from 'node:crypto';
import { Database, IdempotencyKeyRow, tables } from '../database';

const LEASE_MS = 30_000;

/** An answer as it is remembered. */
export type RememberedAnswer = { status: number; body: unknown };

/** What asking for a key came to. */
export type Claim =
  | { result: 'mine'; lease: string }
  | { result: 'answered'; answer: RememberedAnswer }
  | { result: 'running' }
  | { result: 'other_body' };

/** Idempotency keys in the database. Times are milliseconds. */
export class IdempotencyStore {
  readonly #database: Database;
  readonly #lifetime: number;

  constructor(options: { database: Database; lifetimeMs: number }) {
    this.#database = options.database;
    this.#lifetime = options.lifetimeMs;
  }

  /** Takes the key, or says who has it. */
  async claim(options: {
    id: string;
    bodyDigest: string;
    now: number;
  }): Promise<Claim> {
    const { id, bodyDigest, now } = options;
    const fresh = freshRow(id, bodyDigest, now);
    const inserted = await this.#keys()
      .insert(fresh)
      .onConflict('id')
      .ignore()
      .returning('id');
    if (inserted.length > 0) {
      return { result: 'mine', lease: fresh.lease };
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
    return isOld || isLeft ? this.#takeOver(row, fresh) : { result: 'running' };
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

  /** Gives the key back: what came of it is not worth remembering. */
  async release(id: string, lease: string): Promise<void> {
    await this.#keys().where({ id, lease }).delete();
  }

  /** Removes keys past their lifetime. */
  async removeOld(now: number): Promise<number> {
    return this.#keys()
      .where('created_at', '<=', isoOf(now - this.#lifetime))
      .delete();
  }

  async #takeOver(
    seen: IdempotencyKeyRow,
    fresh: IdempotencyKeyRow & { lease: string },
  ): Promise<Claim> {
    const { id, created_at, lease } = seen;
    const taken = await this.#keys()
      .where({ id, created_at, lease })
      .update(fresh);
    return taken > 0
      ? { result: 'mine', lease: fresh.lease }
      : { result: 'running' };
  }

  #keys() {
    return this.#database.knex<IdempotencyKeyRow>(tables.idempotencyKeys);
  }
}

function freshRow(id: string, bodyDigest: string, now: number) {
  return {
    id,
    body_digest: bodyDigest,
    lease: randomUUID() as string,
    lease_until: isoOf(now + LEASE_MS),
    status: null,
    body: null,
    created_at: isoOf(now),
  };
}

function isoOf(millis: number): string {
  return new Date(millis).toISOString();
}
