import { Event, Page } from '@countersign/backstage-plugin-approvals-common';
import { Tx } from '../database';
import { decodeCursor, encodeCursor } from '../http';
import { Announced } from './announcement';
import { EventDraft } from './chain';
import { eventView } from './eventView';
import { HistoryStore } from './HistoryStore';
import { inOrderOfTime } from './inOrderOfTime';
import { limitOf, toPage } from './pages';

/** Tells that lines were appended, in the transaction that appends them. */
export type Announce = (
  tx: Tx,
  stream: string,
  announced: Announced,
) => Promise<void>;

const BY_SEQ = 'seq';

/** Between the places of several streams in a cursor. */
const BETWEEN = '.';

/** What happened, stream by stream. */
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

  /** Keeps others from adding to a stream until the transaction ends. */
  async lock(tx: Tx, stream: string): Promise<void> {
    await this.#store.lockHead(tx, stream);
  }

  /** One line, by its id; undefined when nothing with that id happened. */
  async find(id: string): Promise<Event | undefined> {
    const row = await this.#store.line(id);
    return row && eventView(row);
  }

  /** Some lines of some streams, each stream in its order. */
  async linesOf(
    ranges: readonly { stream: string; from: number; to: number }[],
    tx?: Tx,
  ): Promise<Event[]> {
    return (await this.#store.linesOfRanges(ranges, tx)).map(eventView);
  }

  /**
   * A stream, oldest first; of several the older of the next lines each time.
   * So each keeps its own order, whatever clock its lines were written by.
   *
   * @throws ApprovalsRefusal INVALID_CURSOR
   */
  async list(
    asked: string | readonly string[],
    page: { limit?: string; cursor?: string } = {},
  ): Promise<Page<Event>> {
    const streams = [asked].flat();
    const filters = { streams };
    const limit = limitOf(page.limit);
    const places =
      page.cursor === undefined
        ? streams.map(() => 0)
        : placesIn(page.cursor, filters);
    const lines = await Promise.all(
      streams.map((stream, index) =>
        this.#store.linesOf({
          stream,
          afterSeq: places[index],
          limit: limit + 1,
        }),
      ),
    );
    return toPage(inOrderOfTime(lines), limit, (_, shown) => {
      shown.forEach(({ stream, seq }) => {
        places[streams.indexOf(stream)] = seq;
      });
      const id = places.join(BETWEEN);
      return encodeCursor(BY_SEQ, filters, { value: '', id });
    });
  }
}

/** How far each stream was read. */
function placesIn(cursor: string, filters: { streams: string[] }): number[] {
  const shape = new RegExp(
    `^${filters.streams.map(() => '\\d{1,9}').join(`\\${BETWEEN}`)}$`,
  );
  return decodeCursor(cursor, BY_SEQ, filters, shape)
    .id.split(BETWEEN)
    .map(Number);
}
