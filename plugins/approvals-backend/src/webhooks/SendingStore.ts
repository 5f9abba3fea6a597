import { Knex } from 'knex';
import {
  Database,
  tables,
  Tx,
  WebhookAttemptRow,
  WebhookDeliveryRow,
} from '../database';
import { StoredAttempt, StoredDelivery } from './types';

/** What is sent: a message as its effect needs it. */
export type ToSend = Pick<
  StoredDelivery,
  | 'id'
  | 'endpointId'
  | 'kind'
  | 'callbackUrl'
  | 'messageId'
  | 'type'
  | 'requestId'
  | 'body'
  | 'status'
  | 'attempts'
>;

/** Records how messages went, many at once. Times are UTC text. */
export class SendingStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Some messages by id. */
  async load(ids: readonly string[], tx?: Tx): Promise<Map<string, ToSend>> {
    const { knex, isPostgres } = this.#database;
    const query = (tx ?? knex)<WebhookDeliveryRow>(
      tables.webhookDeliveries,
    ).select(...COLUMNS);
    // One text for any number of messages is parsed once.
    const rows = await (isPostgres
      ? query.whereRaw('id = any(?::uuid[])', [[...ids]])
      : query.whereIn('id', [...ids]));
    return new Map(rows.map(row => [row.id, toSend(row)]));
  }

  /** Records messages that arrived, with the try that brought them. */
  async delivered(
    attempts: readonly StoredAttempt[],
    now: string,
  ): Promise<void> {
    const ids = attempts.map(({ deliveryId }) => deliveryId);
    const { knex, isPostgres } = this.#database;
    if (isPostgres) {
      // One statement is a transaction of its own: no trips to begin and commit it.
      await knex.raw(DELIVERED, [now, ids, ...columnsOf(attempts)]);
      return;
    }
    await this.#database.inTransaction(async tx => {
      await tx(tables.webhookDeliveries)
        .whereIn('id', ids)
        .update({
          status: 'delivered',
          attempts: tx.raw('attempts + 1'),
          next_attempt_at: null,
          ended_at: now,
        });
      await this.#addAttempts(tx, attempts);
    });
  }

  /** Records a try that failed; without a time for the next one the message is given up. */
  async failed(
    tx: Tx,
    failure: {
      deliveryId: string;
      attempt?: StoredAttempt;
      retryAt?: string;
      now: string;
    },
  ): Promise<void> {
    const { deliveryId, attempt, retryAt, now } = failure;
    await tx(tables.webhookDeliveries)
      .where({ id: deliveryId, status: 'pending' })
      .update({
        ...(attempt && { attempts: tx.raw('attempts + 1') }),
        ...(retryAt
          ? { next_attempt_at: retryAt }
          : { status: 'exhausted', next_attempt_at: null, ended_at: now }),
      });
    if (attempt) {
      await this.#addAttempts(tx, [attempt]);
    }
  }

  async #addAttempts(
    tx: Tx,
    attempts: readonly StoredAttempt[],
  ): Promise<void> {
    await tx(tables.webhookAttempts)
      .insert(attempts.map(toRow))
      .onConflict(['delivery_id', 'number'])
      .ignore();
  }
}

const COLUMNS = [
  'id',
  'endpoint_id',
  'kind',
  'callback_url',
  'message_id',
  'type',
  'request_id',
  'body',
  'status',
  'attempts',
] as const;

const ATTEMPT_COLUMNS: [name: keyof WebhookAttemptRow, type: string][] = [
  ['delivery_id', 'uuid'],
  ['number', 'int'],
  ['at', 'text'],
  ['duration', 'int'],
  ['url', 'text'],
  ['status', 'int'],
  ['error', 'text'],
  ['response_headers', 'text'],
  ['response_body', 'text'],
  ['response_cut', 'boolean'],
];

/** Somebody slower may have recorded the same try: the first one stands. */
const DELIVERED = `
  with arrived as (
    update webhook_deliveries
    set status = 'delivered', attempts = attempts + 1, next_attempt_at = null, ended_at = ?
    where id = any(?::uuid[]))
  insert into webhook_attempts (${ATTEMPT_COLUMNS.map(([name]) => name)})
  select * from unnest(${ATTEMPT_COLUMNS.map(([, type]) => `?::${type}[]`)})
  on conflict do nothing`;

/** The tries, column by column: one text for any number of them is parsed once. */
function columnsOf(attempts: readonly StoredAttempt[]): Knex.Value[] {
  const rows = attempts.map(toRow);
  return ATTEMPT_COLUMNS.map(
    ([name]) => rows.map(row => row[name]) as Knex.Value,
  );
}

function toSend(
  row: Pick<WebhookDeliveryRow, (typeof COLUMNS)[number]>,
): ToSend {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    kind: row.kind,
    callbackUrl: row.callback_url ?? undefined,
    messageId: row.message_id,
    type: row.type,
    requestId: row.request_id ?? undefined,
    body: row.body,
    status: row.status,
    attempts: row.attempts,
  };
}

function toRow(attempt: StoredAttempt): WebhookAttemptRow {
  const { response } = attempt;
  return {
    delivery_id: attempt.deliveryId,
    number: attempt.number,
    at: attempt.at,
    duration: attempt.duration,
    url: attempt.url,
    status: attempt.status ?? null,
    error: attempt.error ?? null,
    response_headers: response ? JSON.stringify(response.headers) : null,
    response_body: response ? response.body : null,
    response_cut: response?.cut ?? false,
  };
}
