import {
  AuditQuery,
  Event,
  ID_SHAPE,
  Page,
} from '@countersign/backstage-plugin-approvals-common';
import { decodeCursor, encodeCursor } from '../http';
import { AuditFilters, AuditKey, AuditStore } from './AuditStore';
import { eventView } from './eventView';
import { EventWithTexts } from './HistoryStore';
import { limitOf, SEQ_SHAPE, toPage } from './pages';

const EXPORT_BATCH = 500;
const BY_SEQ = '-seq';
const BY_TIME = '-at';

/** What happened in all streams together. */
export class Audit {
  readonly #store: AuditStore;

  constructor(options: { store: AuditStore }) {
    this.#store = options.store;
  }

  /**
   * A page, newest first.
   *
   * @throws ApprovalsRefusal INVALID_CURSOR
   */
  async list(query: AuditQuery): Promise<Page<Event>> {
    const filters = filtersOf(query);
    const limit = limitOf(query.limit);
    const rows = await this.#store.lines({
      filters,
      order: 'desc',
      after:
        query.cursor === undefined
          ? undefined
          : keyOfCursor(filters, query.cursor),
      limit: limit + 1,
    });
    return toPage(rows, limit, last => cursorAfter(filters, last));
  }

  /**
   * Everything that the filters let through, oldest first, batch by batch. It
   * asks for the next batch when that is taken, and holds nothing in between:
   * neither a connection nor a snapshot.
   */
  async *export(query: AuditQuery): AsyncGenerator<Event[]> {
    const filters = filtersOf(query);
    let after: AuditKey | undefined;
    for (;;) {
      const rows = await this.#store.lines({
        filters,
        order: 'asc',
        after,
        limit: EXPORT_BATCH,
      });
      if (rows.length > 0) {
        yield rows.map(eventView);
      }
      if (rows.length < EXPORT_BATCH) {
        return;
      }
      after = rows.at(-1);
    }
  }
}

function filtersOf(query: AuditQuery): AuditFilters {
  const { limit: _, cursor: __, format: ___, ...filters } = query;
  return filters;
}

function cursorAfter(filters: AuditFilters, last: EventWithTexts): string {
  return filters.stream === undefined
    ? encodeCursor(BY_TIME, filters, { value: last.at, id: last.id })
    : encodeCursor(BY_SEQ, filters, { value: '', id: String(last.seq) });
}

function keyOfCursor(filters: AuditFilters, cursor: string): AuditKey {
  if (filters.stream === undefined) {
    const { value, id } = decodeCursor(cursor, BY_TIME, filters, ID_SHAPE);
    return { at: value, id, seq: 0 };
  }
  const { id } = decodeCursor(cursor, BY_SEQ, filters, SEQ_SHAPE);
  return { at: '', id: '', seq: Number(id) };
}
