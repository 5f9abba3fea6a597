import { AuditQuery } from '@countersign/backstage-plugin-approvals-common';
import { Database, EventRow, tables } from '../database';
import { EventWithTexts, HistoryStore } from './HistoryStore';

/** Which events a list of all history is about. */
export type AuditFilters = Pick<
  AuditQuery,
  'stream' | 'type' | 'actor' | 'after' | 'before'
>;

/** Where a page or a batch of such a list goes on. */
export type AuditKey = Pick<EventRow, 'at' | 'id' | 'seq'>;

/** Lists over all history. */
export class AuditStore {
  readonly #database: Database;
  readonly #store: HistoryStore;

  constructor(options: { database: Database; store: HistoryStore }) {
    this.#database = options.database;
    this.#store = options.store;
  }

  /**
   * Lines of all streams by time, ties by id; of one stream by their places in
   * it. The texts are fetched after them: a join would let a planner with old
   * figures read the whole table of texts for each page.
   */
  async lines(options: {
    filters: AuditFilters;
    order: 'asc' | 'desc';
    after?: AuditKey;
    limit: number;
  }): Promise<EventWithTexts[]> {
    const rows = await this.#rows(options);
    const texts = await this.#store.textsOf(
      this.#database.knex,
      rows.map(({ id }) => id),
    );
    const byKey = new Map(
      texts.map(({ event_id, part, text }) => [`${event_id} ${part}`, text]),
    );
    return rows.map(row => ({
      ...row,
      text: byKey.get(`${row.id} text`) ?? null,
      reason: byKey.get(`${row.id} reason`) ?? null,
    }));
  }

  async #rows(options: {
    filters: AuditFilters;
    order: 'asc' | 'desc';
    after?: AuditKey;
    limit: number;
  }): Promise<EventRow[]> {
    const { filters, order, after, limit } = options;
    const query = this.#database.knex<EventRow>(tables.events).limit(limit);
    for (const column of ['stream', 'type', 'actor'] as const) {
      const value = filters[column];
      if (value !== undefined) {
        query.where(column, value);
      }
    }
    if (filters.after) {
      query.where('at', '>=', filters.after);
    }
    if (filters.before) {
      query.where('at', '<', filters.before);
    }
    const past = order === 'asc' ? '>' : '<';
    if (filters.stream !== undefined) {
      if (after) {
        query.where('seq', past, after.seq);
      }
      return query.orderBy('seq', order);
    }
    if (after) {
      query.whereRaw(`(at, id) ${past} (?, ?)`, [after.at, after.id]);
    }
    return query.orderBy([
      { column: 'at', order },
      { column: 'id', order },
    ]);
  }
}
