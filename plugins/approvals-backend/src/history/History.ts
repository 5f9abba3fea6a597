import {
  AuditQuery,
  Event,
  ID_SHAPE,
  LIMITS,
  Page,
} from '@countersign/backstage-plugin-approvals-common';
import { Tx } from '../database';
import { decodeCursor, encodeCursor } from '../http';
import { Announced } from './announcement';
import { EventDraft } from './chain';
import { eventView } from './eventView';
import { HistoryStore } from './HistoryStore';

type Announce = (tx: Tx, stream: string, announced: Announced) => Promise<void>;

const PAGE = 50;
const EXPORT_BATCH = 500;
const BY_SEQ = 'seq';
const BY_TIME = '-at';

/** What happened, stream by stream and altogether. */
export class History {
  readonly #store: HistoryStore;
  readonly #announce: Announce | undefined;

  constructor(options: {
    store: HistoryStore;
    /** Tells, in the same transaction, that lines were appended. */
    announce?: Announce;
  }) {
    this.#store = options.store;
    this.#announce = options.announce;
  }

  /**
   * Adds lines to a stream in the caller's transaction and gives them as they
   * are shown. For streams that have no other lock: it takes that of the head.
   */
  async append(
    tx: Tx,
    stream: string,
    drafts: readonly EventDraft[],
  ): Promise<Event[]> {
    const rows = await this.#store.append(tx, stream, drafts);
    if (rows.length > 0) {
      const { seq: from } = rows[0];
      await this.#announce?.(tx, stream, { from, to: from + rows.length - 1 });
    }
    return rows.map((row, index) =>
      eventView({
        ...row,
        text: drafts[index].text?.text,
        reason: drafts[index].reason?.text,
      }),
    );
  }

  /** One line, by its id; undefined when nothing with that id happened. */
  async find(id: string): Promise<Event | undefined> {
    const row = await this.#store.line(id);
    return row && eventView(row);
  }

  /** Some lines of some streams, each stream in its order. */
  async linesOf(
    tx: Tx,
    ranges: readonly { stream: string; from: number; to: number }[],
  ): Promise<Event[]> {
    return (await this.#store.linesOfRanges(tx, ranges)).map(eventView);
  }

  /**
   * One stream, oldest first.
   *
   * @throws ApprovalsRefusal INVALID_CURSOR
   */
  async list(
    stream: string,
    page: { limit?: string; cursor?: string } = {},
  ): Promise<Page<Event>> {
    const filters = { stream };
    const limit = limitOf(page.limit);
    const after =
      page.cursor === undefined
        ? undefined
        : decodeCursor(page.cursor, BY_SEQ, filters, SEQ_SHAPE);
    const rows = await this.#store.linesOf({
      stream,
      afterSeq: Number(after?.id ?? 0),
      limit: limit + 1,
    });
    return toPage(rows, limit, ({ seq }) =>
      encodeCursor(BY_SEQ, filters, { value: '', id: String(seq) }),
    );
  }

  /**
   * All streams, newest first.
   *
   * @throws ApprovalsRefusal INVALID_CURSOR
   */
  async audit(query: AuditQuery): Promise<Page<Event>> {
    const { limit: asked, cursor, format: _, ...filters } = query;
    const limit = limitOf(asked);
    const last =
      cursor === undefined
        ? undefined
        : decodeCursor(cursor, BY_TIME, filters, ID_SHAPE);
    const rows = await this.#store.linesByTime({
      filters,
      order: 'desc',
      after: last && { at: last.value, id: last.id },
      limit: limit + 1,
    });
    return toPage(rows, limit, ({ at, id }) =>
      encodeCursor(BY_TIME, filters, { value: at, id }),
    );
  }

  /** Everything that the filters let through, oldest first, batch by batch. */
  async *export(query: AuditQuery): AsyncGenerator<Event[]> {
    const { limit: _, cursor: __, format: ___, ...filters } = query;
    let after: { at: string; id: string } | undefined;
    for (;;) {
      const rows = await this.#store.linesByTime({
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
      const { at, id } = rows[rows.length - 1];
      after = { at, id };
    }
  }
}

const SEQ_SHAPE = /^\d{1,9}$/;

function limitOf(asked: string | undefined): number {
  return Math.min(Number(asked ?? PAGE), LIMITS.page);
}

function toPage<TRow extends Parameters<typeof eventView>[0]>(
  rows: TRow[],
  limit: number,
  cursorOf: (last: TRow) => string,
): Page<Event> {
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(eventView),
    ...(rows.length > limit && { nextCursor: cursorOf(shown[limit - 1]) }),
  };
}
