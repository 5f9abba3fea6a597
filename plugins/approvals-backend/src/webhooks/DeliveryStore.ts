import { DeliveryQuery } from '@countersign/backstage-plugin-approvals-common';
import {
  Database,
  tables,
  Tx,
  WebhookAttemptRow,
  WebhookDeliveryRow,
} from '../database';
import { LastKey } from '../http';
import {
  ListedDelivery,
  ListedDeliveryRow,
  toAttempt,
  toDelivery,
  toDeliveryRow,
  toListed,
} from './deliveryRows';
import { NewDelivery, StoredAttempt, StoredDelivery } from './types';

const INSERTED_AT_ONCE = 200;
const REMOVED_AT_ONCE = 2_000;

/** The columns of a try without what was answered. */
const HEAD = ['delivery_id', 'number', 'at', 'duration', 'status', 'error'];

/** Keeps messages to endpoints, with their tries, for people to look at. Times are UTC text. */
export class DeliveryStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps new messages. */
  async add(tx: Tx, deliveries: readonly NewDelivery[]): Promise<void> {
    await tx.batchInsert(
      tables.webhookDeliveries,
      deliveries.map(toDeliveryRow),
      INSERTED_AT_ONCE,
    );
  }

  /** A page of messages, newest first. */
  async list(options: {
    filters: Omit<DeliveryQuery, 'limit' | 'cursor'>;
    after?: LastKey;
    limit: number;
  }): Promise<ListedDelivery[]> {
    const { filters, after, limit } = options;
    const query = this.#select()
      .orderBy([
        { column: 'd.created_at', order: 'desc' },
        { column: 'd.id', order: 'desc' },
      ])
      .limit(limit);
    const wanted = {
      'd.endpoint_id': filters.endpointId,
      'd.request_id': filters.requestId,
      'd.status': filters.status,
      'd.type': filters.type,
    };
    for (const [column, value] of Object.entries(wanted)) {
      if (value !== undefined) {
        query.where(column, value);
      }
    }
    if (after) {
      query.whereRaw('(d.created_at, d.id) < (?, ?)', [after.value, after.id]);
    }
    return (await query).map(toListed);
  }

  /** One message. */
  async get(id: string): Promise<ListedDelivery | undefined> {
    const [row] = await this.#select().where('d.id', id);
    return row && toListed(row);
  }

  /** One message, kept from others until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<StoredDelivery | undefined> {
    const query = tx<WebhookDeliveryRow>(tables.webhookDeliveries)
      .where({ id })
      .first();
    const row = await (this.#database.isPostgres ? query.forUpdate() : query);
    return row && toDelivery(row);
  }

  /** The tries of some messages, oldest first; without what was answered when that is not asked for. */
  async attemptsOf(
    ids: readonly string[],
    options: { withResponse: boolean },
  ): Promise<StoredAttempt[]> {
    const rows = await this.#database
      .knex<WebhookAttemptRow>(tables.webhookAttempts)
      .whereIn('delivery_id', [...ids])
      .orderBy(['delivery_id', 'number'])
      .select(
        ...(options.withResponse
          ? ['*' as const]
          : (HEAD as (keyof WebhookAttemptRow)[])),
      );
    return (rows as WebhookAttemptRow[]).map(toAttempt);
  }

  /** How many messages wait, by endpoint. */
  async waiting(endpointIds: readonly string[]): Promise<Map<string, number>> {
    const rows: { endpoint_id: string; count: string | number }[] =
      await this.#database
        .knex(tables.webhookDeliveries)
        .where({ status: 'pending' })
        .whereIn('endpoint_id', [...endpointIds])
        .groupBy('endpoint_id')
        .select('endpoint_id')
        .count({ count: '*' });
    return new Map(
      rows.map(({ endpoint_id, count }) => [endpoint_id, Number(count)]),
    );
  }

  /** Makes a message pending again. */
  async reopen(tx: Tx, id: string, now: string): Promise<void> {
    await tx(tables.webhookDeliveries)
      .where({ id })
      .update({ status: 'pending', next_attempt_at: now, ended_at: null });
  }

  /** Gives up what waits for an endpoint, all or what is older than a time. */
  async drop(
    tx: Tx,
    options: { endpointId: string; before?: string; now: string },
  ): Promise<void> {
    const { endpointId, before, now } = options;
    const query = tx(tables.webhookDeliveries).where({
      endpoint_id: endpointId,
      status: 'pending',
    });
    if (before !== undefined) {
      query.where('created_at', '<', before);
    }
    await query.update({
      status: 'dropped',
      ended_at: now,
      next_attempt_at: null,
    });
  }

  /** Forgets what was made before a time and does not wait, some at once so that nobody waits for it. */
  async removeOld(before: string): Promise<number> {
    const { knex } = this.#database;
    let removed = 0;
    let some: number;
    do {
      const old: { id: string }[] = await knex(tables.webhookDeliveries)
        .select('id')
        .where('created_at', '<', before)
        .whereNot('status', 'pending')
        .limit(REMOVED_AT_ONCE);
      const ids = old.map(({ id }) => id);
      await knex(tables.webhookAttempts).whereIn('delivery_id', ids).delete();
      some = await knex(tables.webhookDeliveries).whereIn('id', ids).delete();
      removed += some;
    } while (some === REMOVED_AT_ONCE);
    return removed;
  }

  #select() {
    return this.#database
      .knex(`${tables.webhookDeliveries} as d`)
      .join(`${tables.webhookEndpoints} as e`, 'e.id', 'd.endpoint_id')
      .select<ListedDeliveryRow[]>(
        'd.*',
        'e.name as endpoint_name',
        'e.url as endpoint_url',
        'e.enabled as endpoint_enabled',
        'e.removed_at as endpoint_removed_at',
      );
  }
}
