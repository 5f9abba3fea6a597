import { Database, tables, Tx } from '../database';

/** How an endpoint has been failing. Times are UTC text. */
export type Failing = { since: string; enabled: boolean };

const LONGEST_ERROR = 500;

/** A success is written when the one before is so old, in milliseconds; one after a failure always. */
const EVERY = 5_000;

/** Keeps how sending to endpoints goes. Times are UTC text. */
export class HealthStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Something arrived at these endpoints. */
  async succeeded(ids: readonly string[], now: string): Promise<void> {
    const stale = new Date(Date.parse(now) - EVERY).toISOString();
    await this.#database
      .knex(tables.webhookEndpoints)
      .whereIn('id', [...ids])
      .where(due =>
        due
          .whereNotNull('failing_since')
          .orWhereNull('last_success_at')
          .orWhere('last_success_at', '<', stale),
      )
      .update({ last_success_at: now, failing_since: null, last_error: null });
  }

  /** Something did not arrive at an endpoint. Undefined: it was removed. */
  async failed(
    tx: Tx,
    failure: { id: string; error: string; now: string },
  ): Promise<Failing | undefined> {
    const { id, error, now } = failure;
    const [row]: { failing_since: string; enabled: boolean | 0 | 1 }[] =
      await tx(tables.webhookEndpoints)
        .where({ id, removed_at: null })
        .update({
          failing_since: tx.raw('coalesce(failing_since, ?)', [now]),
          last_error: error.slice(0, LONGEST_ERROR),
        })
        .returning(['failing_since', 'enabled']);
    return row && { since: row.failing_since, enabled: Boolean(row.enabled) };
  }

  /** Disables an endpoint that has been failing for too long. False: it was disabled already. */
  async disable(tx: Tx, { id, now }: { id: string; now: string }) {
    const disabled = await tx(tables.webhookEndpoints)
      .where({ id, enabled: true })
      .update({
        enabled: false,
        disabled_at: now,
        disabled_reason: 'failing',
        updated_at: now,
      });
    return disabled > 0;
  }
}
