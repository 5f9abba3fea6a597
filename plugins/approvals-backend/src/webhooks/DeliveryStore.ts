import { DeliveryQuery } from '@countersign/backstage-plugin-approvals-common';
import {
  Database,
  tables,
  Tx,
  WebhookAttemptRow,
  WebhookDeliveryRow,
} from '../database';
import { LastKey } from '../http';
import { NewDelivery, StoredAttempt, StoredDelivery } from './types';

/** What a list shows: a delivery with its endpoint's name and address. */
export type ListedDelivery = StoredDelivery & {
  endpointName: string;
  endpointUrl: string;
  endpointEnabled: boolean;
  endpointRemovedAt?: string;
};

type ListedRow = WebhookDeliveryRow & {
  endpoint_name: string;
  endpoint_url: string;
  endpoint_enabled: boolean | 0 | 1;
  endpoint_removed_at: string | null;
};

const REMOVED_AT_ONCE = 2_000;

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
      deliveries.map(toRow),
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
      .select<ListedRow[]>(
        'd.*',
        'e.name as endpoint_name',
        'e.url as endpoint_url',
        'e.enabled as endpoint_enabled',
        'e.removed_at as endpoint_removed_at',
      );
  }
}

const INSERTED_AT_ONCE = 200;

const HEAD = ['delivery_id', 'number', 'at', 'duration', 'status', 'error'];

function toRow(delivery: NewDelivery): WebhookDeliveryRow {
  return {
    id: delivery.id,
    endpoint_id: delivery.endpointId,
    kind: delivery.kind,
    callback_url: delivery.callbackUrl ?? null,
    message_id: delivery.messageId,
    type: delivery.type,
    stream: delivery.stream,
    request_id: delivery.requestId ?? null,
    body: delivery.body,
    status: 'pending',
    attempts: 0,
    created_at: delivery.createdAt,
    next_attempt_at: delivery.createdAt,
    ended_at: null,
  };
}

function toDelivery(row: WebhookDeliveryRow): StoredDelivery {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    kind: row.kind,
    callbackUrl: row.callback_url ?? undefined,
    messageId: row.message_id,
    type: row.type,
    stream: row.stream,
    requestId: row.request_id ?? undefined,
    body: row.body,
    status: row.status,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
  };
}

function toListed(row: ListedRow): ListedDelivery {
  return {
    ...toDelivery(row),
    endpointName: row.endpoint_name,
    endpointUrl: row.endpoint_url,
    endpointEnabled: Boolean(row.endpoint_enabled),
    endpointRemovedAt: row.endpoint_removed_at ?? undefined,
  };
}

function toAttempt(row: WebhookAttemptRow): StoredAttempt {
  return {
    deliveryId: row.delivery_id,
    number: row.number,
    at: row.at,
    duration: row.duration,
    url: row.url,
    status: row.status ?? undefined,
    error: row.error ?? undefined,
    ...(typeof row.response_body === 'string' && {
      response: {
        headers: JSON.parse(row.response_headers ?? '{}'),
        body: row.response_body,
        cut: Boolean(row.response_cut),
      },
    }),
  };
}
