import { TextPart } from '@countersign/backstage-plugin-approvals-common';
import { Knex } from 'knex';
import {
  Database,
  EventRow,
  KeptTextRow,
  StreamHeadRow,
  tables,
  Tx,
} from '../database';
import { chainEvents, EventDraft, NO_HEAD, StreamHead } from './chain';

/** An event with the texts that belong to it; null: it has none, or it was erased. */
export type EventWithTexts = EventRow & {
  text: string | null;
  reason: string | null;
};

/** SQLite takes 32,766 bindings at most. */
const TEXTS_AT_ONCE = 5_000;

/** Where a batch of a check goes on. */
export type LineKey = { stream: string; seq: number };

/** Event streams in the database. */
export class HistoryStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Adds lines to a stream, one writer at a time, and moves its head. */
  async append(
    tx: Tx,
    stream: string,
    drafts: readonly EventDraft[],
  ): Promise<EventRow[]> {
    const chained = chainEvents(
      stream,
      await this.lockHead(tx, stream),
      drafts,
    );
    await tx(tables.events).insert(chained.events);
    if (chained.texts.length > 0) {
      await tx(tables.eventTexts).insert(chained.texts);
    }
    await tx(tables.streamHeads).where({ stream }).update(chained.head);
    return chained.events;
  }

  /** Keeps others from adding to a stream until the transaction ends; gives its last line. */
  async lockHead(tx: Tx, stream: string): Promise<StreamHead> {
    await tx(tables.streamHeads)
      .insert({ stream, ...NO_HEAD })
      .onConflict('stream')
      .ignore();
    const query = tx(tables.streamHeads).where({ stream }).first('seq', 'hash');
    const head: StreamHead | undefined = await (this.#database.isPostgres
      ? query.forUpdate()
      : query);
    return head ?? NO_HEAD;
  }

  /** Lines of one stream, oldest first. */
  async linesOf(options: {
    stream: string;
    afterSeq: number;
    limit: number;
  }): Promise<EventWithTexts[]> {
    return this.#events()
      .where('e.stream', options.stream)
      .where('e.seq', '>', options.afterSeq)
      .orderBy('e.seq')
      .limit(options.limit);
  }

  /** Lines of some streams, each stream in its order; texts of a few streams only are many. */
  async linesOfRanges(
    ranges: readonly { stream: string; from: number; to: number }[],
    tx?: Tx,
  ): Promise<EventWithTexts[]> {
    const query = this.#events(tx).orderBy(['e.stream', 'e.seq']);
    if (this.#database.isPostgres) {
      // One text for any number of ranges is parsed once.
      query.joinRaw(
        'join unnest(?::text[], ?::int[], ?::int[]) as w(stream, first, last) on e.stream = w.stream and e.seq between w.first and w.last',
        [
          ranges.map(({ stream }) => stream),
          ranges.map(({ from }) => from),
          ranges.map(({ to }) => to),
        ],
      );
    } else {
      query.where(any => {
        for (const { stream, from, to } of ranges) {
          any.orWhere({ 'e.stream': stream }).whereBetween('e.seq', [from, to]);
        }
      });
    }
    return query;
  }

  /** One line, by its id. */
  async line(id: string): Promise<EventWithTexts | undefined> {
    return this.#events().where('e.id', id).first();
  }

  /**
   * Reads as of one moment: what is added meanwhile is not seen.
   */
  async atOneMoment<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#database.knex.transaction(
      work,
      this.#database.isPostgres
        ? { isolationLevel: 'repeatable read', readOnly: true }
        : undefined,
    );
  }

  /** Heads of streams in the database's own order. */
  async heads(
    tx: Tx,
    options: { after?: string; only?: string; limit: number },
  ): Promise<StreamHeadRow[]> {
    const query = tx(tables.streamHeads).orderBy('stream').limit(options.limit);
    if (options.only !== undefined) {
      query.where('stream', options.only);
    }
    if (options.after !== undefined) {
      query.where('stream', '>', options.after);
    }
    return query.select('stream', 'seq', 'hash');
  }

  /** Lines of some streams, stream by stream, each in its order. */
  async linesToCheck(
    tx: Tx,
    options: { streams: string[]; after?: LineKey; limit: number },
  ): Promise<EventRow[]> {
    const query = tx<EventRow>(tables.events)
      .whereIn('stream', options.streams)
      .orderBy(['stream', 'seq'])
      .limit(options.limit);
    if (options.after) {
      const { stream, seq } = options.after;
      query.whereRaw('(stream, seq) > (?, ?)', [stream, seq]);
    }
    return query.select('*');
  }

  /** The texts of some events. */
  async textsOf(
    from: Knex,
    eventIds: readonly string[],
  ): Promise<KeptTextRow[]> {
    return eventIds.length > 0
      ? from(tables.eventTexts).whereIn('event_id', eventIds).select('*')
      : [];
  }

  /** Some events, by id. */
  async eventsById(
    from: Knex,
    ids: readonly string[],
  ): Promise<Map<string, EventRow>> {
    const rows: EventRow[] =
      ids.length > 0 ? await from(tables.events).whereIn('id', ids) : [];
    return new Map(rows.map(row => [row.id, row]));
  }

  /** The hashes of the lines at some places, by `<stream> <seq>`. */
  async hashesAt(
    from: Knex,
    places: readonly LineKey[],
  ): Promise<Map<string, string>> {
    if (places.length === 0) {
      return new Map();
    }
    const list = places.map(() => '(?, ?)').join(', ');
    const rows: (LineKey & { hash: string })[] = await from(tables.events)
      .whereRaw(
        // A list of rows is a table of values for SQLite.
        `(stream, seq) in (${
          this.#database.isPostgres ? '' : 'values '
        }${list})`,
        places.flatMap(({ stream, seq }) => [stream, seq]),
      )
      .select('stream', 'seq', 'hash');
    return new Map(
      rows.map(({ stream, seq, hash }) => [`${stream} ${seq}`, hash]),
    );
  }

  /** Takes the words of a text away, with their salt. */
  async eraseText(
    tx: Tx,
    text: { eventId: string; part: TextPart; erasedBy: string },
  ): Promise<void> {
    await tx(tables.eventTexts)
      .where({ event_id: text.eventId, part: text.part })
      .update({ text: null, salt: null, erased_by: text.erasedBy });
  }

  /** Takes the words of all texts of some streams away; gives them. */
  async eraseStreams(
    tx: Tx,
    { streams, erasedBy }: { streams: string[]; erasedBy: string },
  ): Promise<{ eventId: string; stream: string; part: TextPart }[]> {
    const texts: { eventId: string; stream: string; part: TextPart }[] =
      await tx(`${tables.events} as e`)
        .join(`${tables.eventTexts} as t`, 't.event_id', 'e.id')
        .whereIn('e.stream', streams)
        .whereNotNull('t.text')
        .select('t.event_id as eventId', 'e.stream', 't.part');
    const ids = [...new Set(texts.map(({ eventId }) => eventId))];
    for (let from = 0; from < ids.length; from += TEXTS_AT_ONCE) {
      await tx(tables.eventTexts)
        .whereIn('event_id', ids.slice(from, from + TEXTS_AT_ONCE))
        .whereNotNull('text')
        .update({ text: null, salt: null, erased_by: erasedBy });
    }
    return texts;
  }

  /** The first line whose stream has no head, when there is one. */
  async lineWithoutHead(tx: Tx, only?: string): Promise<LineKey | undefined> {
    const query = tx(`${tables.events} as e`)
      .leftJoin(`${tables.streamHeads} as h`, 'h.stream', 'e.stream')
      .whereNull('h.stream')
      .orderBy(['e.stream', 'e.seq']);
    if (only !== undefined) {
      query.where('e.stream', only);
    }
    return query.first('e.stream as stream', 'e.seq as seq');
  }

  #events(on: Knex = this.#database.knex) {
    const part = (name: TextPart) => on.raw('?', [name]);
    return on(`${tables.events} as e`)
      .leftJoin(`${tables.eventTexts} as t`, join =>
        join.on('t.event_id', 'e.id').andOn('t.part', part('text')),
      )
      .leftJoin(`${tables.eventTexts} as r`, join =>
        join.on('r.event_id', 'e.id').andOn('r.part', part('reason')),
      )
      .select('e.*', 't.text as text', 'r.text as reason');
  }
}
