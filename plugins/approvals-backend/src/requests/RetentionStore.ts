import { EventType } from '@countersign/backstage-plugin-approvals-common';
import { Database, KeptRoundRow, tables, Tx } from '../database';
import { requestIdOf } from './stream';

/** What retention takes away. */
export type RetentionKind = 'contexts' | 'texts';

/** The end of a request: where a sweep goes on after it. */
export type End = { requestId: string; at: string; eventId: string };

const BEGINNING = { at: '', event_id: '00000000-0000-0000-0000-000000000000' };

/** What is kept of requests that have ended. */
export class RetentionStore {
  readonly #database: Database;

  constructor(options: { database: Database }) {
    this.#database = options.database;
  }

  /** The next requests that ended in one way before a time, by the time of their ends. */
  async nextEnds(
    tx: Tx,
    sweep: {
      what: RetentionKind;
      type: EventType;
      before: string;
      limit: number;
    },
  ): Promise<End[]> {
    const { what, type, before, limit } = sweep;
    const mark: typeof BEGINNING | undefined = await tx(tables.retentionMarks)
      .where({ what, type })
      .first('at', 'event_id');
    const { at, event_id } = mark ?? BEGINNING;
    const rows: { stream: string; at: string; id: string }[] = await tx(
      tables.events,
    )
      .where({ type })
      .where('at', '<', before)
      .whereRaw('(at, id) > (?, ?)', [at, event_id])
      .orderBy(['at', 'id'])
      .limit(limit)
      .select('stream', 'at', 'id');
    return rows.map(row => ({
      requestId: requestIdOf(row.stream),
      at: row.at,
      eventId: row.id,
    }));
  }

  /** Notes how far a sweep has come. */
  async mark(
    tx: Tx,
    { what, type, end }: { what: RetentionKind; type: EventType; end: End },
  ): Promise<void> {
    await tx(tables.retentionMarks)
      .insert({ what, type, at: end.at, event_id: end.eventId })
      .onConflict(['what', 'type'])
      .merge();
  }

  /** Takes the facts of all rounds away; gives the requests of each round that had some. */
  async removeContexts(
    tx: Tx,
    { requestIds, at }: { requestIds: string[]; at: string },
  ): Promise<string[]> {
    const kept = () =>
      tx<KeptRoundRow>(tables.rounds)
        .whereIn('request_id', requestIds)
        .whereNull('context_removed_at')
        .whereNot('context', NO_FACTS);
    const rows = await kept().select('request_id');
    if (rows.length > 0) {
      await kept().update({ context: NO_FACTS, context_removed_at: at });
    }
    return rows.map(({ request_id }) => request_id);
  }

  /** @see Database.inTransaction */
  inTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#database.inTransaction(work);
  }
}

const NO_FACTS = '{}';
