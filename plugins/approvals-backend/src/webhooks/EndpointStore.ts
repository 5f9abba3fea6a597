import { Database, tables, Tx, WebhookEndpointRow } from '../database';
import { LastKey } from '../http';
import { Endpoint } from './types';

/** Keeps webhook endpoints. Times are UTC text. */
export class EndpointStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps others from adding endpoints until the transaction ends. SQLite has one writer anyway. */
  async lockAll(tx: Tx): Promise<void> {
    if (this.#database.isPostgres) {
      await tx.raw(
        "select pg_advisory_xact_lock(hashtextextended('webhook_endpoints', 0))",
      );
    }
  }

  /** How many there are. */
  async count(tx: Tx): Promise<number> {
    const [{ count }] = await tx(tables.webhookEndpoints)
      .whereNull('removed_at')
      .count({ count: '*' });
    return Number(count);
  }

  /** Keeps a new endpoint. */
  async add(tx: Tx, endpoint: Endpoint): Promise<void> {
    await tx(tables.webhookEndpoints).insert({
      id: endpoint.id,
      ...toRow(endpoint),
    });
  }

  /** Keeps what changed of an endpoint. */
  async save(tx: Tx, endpoint: Endpoint): Promise<void> {
    await tx(tables.webhookEndpoints)
      .where({ id: endpoint.id })
      .update(toRow(endpoint));
  }

  /** An endpoint that was not removed, kept from others until the transaction ends. */
  async lock(tx: Tx, id: string): Promise<Endpoint | undefined> {
    const query = tx<WebhookEndpointRow>(tables.webhookEndpoints)
      .where({ id })
      .whereNull('removed_at')
      .first();
    const row = await (this.#database.isPostgres ? query.forUpdate() : query);
    return row && toEndpoint(row);
  }

  /** An endpoint that was not removed. */
  async get(id: string): Promise<Endpoint | undefined> {
    const row = await this.#rows().where({ id }).first();
    return row && toEndpoint(row);
  }

  /** A page of endpoints, newest first; of those that were removed, too, where that is asked for. */
  async list(options: {
    after?: LastKey;
    limit: number;
    withRemoved: boolean;
  }): Promise<Endpoint[]> {
    const query = this.#rows(undefined, options)
      .orderBy([
        { column: 'created_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(options.limit);
    if (options.after) {
      const { value, id } = options.after;
      query.whereRaw('(created_at, id) < (?, ?)', [value, id]);
    }
    return (await query).map(toEndpoint);
  }

  /** All endpoints that were not removed. */
  async all(tx?: Tx): Promise<Endpoint[]> {
    return (await this.#rows(tx)).map(toEndpoint);
  }

  /** Forgets endpoints that were removed and have no delivery any more. */
  async forgetRemoved(): Promise<void> {
    const { knex } = this.#database;
    await knex(`${tables.webhookEndpoints} as e`)
      .whereNotNull('e.removed_at')
      .whereNotExists(
        knex(`${tables.webhookDeliveries} as d`)
          .select(knex.raw('1'))
          .whereRaw('d.endpoint_id = e.id'),
      )
      .delete();
  }

  #rows(tx?: Tx, options?: { withRemoved: boolean }) {
    const query = (tx ?? this.#database.knex)<WebhookEndpointRow>(
      tables.webhookEndpoints,
    );
    return options?.withRemoved ? query : query.whereNull('removed_at');
  }
}

function toRow(endpoint: Endpoint): Omit<WebhookEndpointRow, 'id'> {
  return {
    name: endpoint.name,
    url: endpoint.url,
    types: JSON.stringify(endpoint.types),
    policy_keys: JSON.stringify(endpoint.policyKeys),
    used_for: JSON.stringify(endpoint.usedFor),
    enabled: endpoint.enabled,
    disabled_at: endpoint.disabledAt ?? null,
    disabled_reason: endpoint.disabledReason ?? null,
    secret: endpoint.secret,
    old_secret: endpoint.oldSecret ?? null,
    old_secret_until: endpoint.oldSecretUntil ?? null,
    last_success_at: endpoint.lastSuccessAt ?? null,
    failing_since: endpoint.failingSince ?? null,
    last_error: endpoint.lastError ?? null,
    created_by: endpoint.createdBy,
    created_at: endpoint.createdAt,
    updated_at: endpoint.updatedAt,
    removed_at: endpoint.removedAt ?? null,
  };
}

function toEndpoint(row: WebhookEndpointRow): Endpoint {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    types: JSON.parse(row.types),
    policyKeys: JSON.parse(row.policy_keys),
    usedFor: JSON.parse(row.used_for),
    enabled: Boolean(row.enabled),
    disabledAt: row.disabled_at ?? undefined,
    disabledReason: row.disabled_reason ?? undefined,
    secret: row.secret,
    oldSecret: row.old_secret ?? undefined,
    oldSecretUntil: row.old_secret_until ?? undefined,
    lastSuccessAt: row.last_success_at ?? undefined,
    failingSince: row.failing_since ?? undefined,
    lastError: row.last_error ?? undefined,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    removedAt: row.removed_at ?? undefined,
  };
}
