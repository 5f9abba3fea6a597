import { EventPayload } from '@countersign/backstage-plugin-approvals-common';
import { Knex } from 'knex';
import { Database, StreamHeadRow, tables, Tx } from '../database';
import { AUDIT_STREAM } from './chain';

/** A seal as the history has it. */
export type Seal = EventPayload<'audit.sealed'> & { seq: number };

/** A sealed head, and the hash that the line has now; null where it is gone. */
export type SealedHead = StreamHeadRow & { found: string | null };

/** Which heads are sealed, in the database. */
export class SealStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The newest seal. */
  async last(tx: Tx): Promise<Seal | undefined> {
    const row = await this.#seals(tx).orderBy('seq', 'desc').first();
    return row && toSeal(row);
  }

  /** The first seal after a line of the stream of seals. */
  async next(tx: Tx, afterSeq: number): Promise<Seal | undefined> {
    const row = await this.#seals(tx)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .first();
    return row && toSeal(row);
  }

  /**
   * Puts down every head that moved since it was sealed last, as one statement
   * sees them: what is committed when it begins, and nothing else. Sorted by
   * what no index has, so that all are found before the first is put down: a
   * PostgreSQL that takes the table for empty would else read all that it has
   * put down again for each head.
   */
  async takeMoved(tx: Tx, day: string): Promise<void> {
    await tx.raw(
      `insert into ${tables.sealedHeads} (day, stream, seq, hash)
       select ?, h.stream, h.seq, h.hash from ${tables.streamHeads} h
       where h.seq > 0 and not exists (
         select 1 from ${tables.sealedHeads} s
         where s.stream = h.stream and s.seq = h.seq
       ) order by h.stream || ''`,
      [day],
    );
  }

  /** The heads of one day's seal, by the bytes of their streams. */
  async headsOf(
    from: Knex,
    options: { day: string; after?: string; limit: number },
  ): Promise<StreamHeadRow[]> {
    return this.#headsOf(from, options).select('s.stream', 's.seq', 's.hash');
  }

  /** The heads of one day's seal, each beside the line that stands there now. */
  async headsToCheck(options: {
    day: string;
    after?: string;
    limit: number;
  }): Promise<SealedHead[]> {
    return this.#withLines(this.#headsOf(this.#database.knex, options));
  }

  /** The sealed heads of one stream, oldest first. */
  async headsOfStream(options: {
    stream: string;
    afterSeq: number;
    limit: number;
  }): Promise<(SealedHead & { day: string })[]> {
    const heads = this.#database
      .knex(`${tables.sealedHeads} as s`)
      .where('s.stream', options.stream)
      .where('s.seq', '>', options.afterSeq)
      .orderBy('s.seq')
      .limit(options.limit);
    return this.#withLines(heads.select('s.day'));
  }

  /** The first day after another one of which heads are put down. */
  async dayAfter(tx: Tx, day: string): Promise<string | undefined> {
    const row = await tx(tables.sealedHeads)
      .where('day', '>', day)
      .min('day as day')
      .first();
    return row?.day ?? undefined;
  }

  #seals(tx: Tx) {
    return tx(tables.events)
      .where({ stream: AUDIT_STREAM, type: 'audit.sealed' })
      .select('seq', 'payload');
  }

  #headsOf(
    from: Knex,
    { day, after, limit }: { day: string; after?: string; limit: number },
  ) {
    const bytes = this.#database.isPostgres
      ? 's.stream collate "C"'
      : 's.stream';
    const query = from(`${tables.sealedHeads} as s`)
      .where('s.day', day)
      .orderByRaw(bytes)
      .limit(limit);
    return after === undefined
      ? query
      : query.whereRaw(`${bytes} > ?`, [after]);
  }

  #withLines<T extends Knex.QueryBuilder>(heads: T) {
    return heads
      .leftJoin(`${tables.events} as e`, join =>
        join.on('e.stream', 's.stream').andOn('e.seq', 's.seq'),
      )
      .select('s.stream', 's.seq', 's.hash', 'e.hash as found');
  }
}

function toSeal({ seq, payload }: { seq: number; payload: string }): Seal {
  return { ...JSON.parse(payload), seq };
}
