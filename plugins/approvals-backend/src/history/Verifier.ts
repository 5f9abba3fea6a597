import { Verification } from '@countersign/backstage-plugin-approvals-common';
import { KeptTextRow, StreamHeadRow, Tx } from '../database';
import { NO_HEAD, StreamHead } from './chain';
import { checkHead, checkLine } from './checkLine';
import { Erasure, tellsOf } from './erasures';
import { HistoryStore, LineKey } from './HistoryStore';
import { SealCheck } from './SealCheck';
import { SealStore } from './SealStore';

/** Small enough that a SQLite file is free again at once and Node breathes between. */
const STREAMS_AT_ONCE = 100;
const LINES_AT_ONCE = 500;

type Found = Omit<Verification, 'ok'>;

/** Checks chains, heads, texts and seals, a few streams at a time. */
export class Verifier {
  readonly #store: HistoryStore;
  readonly #sealCheck: SealCheck;

  constructor(options: { store: HistoryStore; seals: SealStore }) {
    const { store, seals } = options;
    this.#store = store;
    this.#sealCheck = new SealCheck({ store, seals });
  }

  /**
   * Checks everything, or one stream with the heads of it that were sealed, up
   * to the first fault.
   */
  async verify(
    options: { stream?: string; signal?: AbortSignal } = {},
  ): Promise<Verification> {
    const { stream: only, signal } = options;
    const found: Found = {
      streams: 0,
      events: 0,
      erased: 0,
      seals: 0,
      broken: null,
    };
    let after: string | undefined;
    do {
      after = await this.#checkSome({ after, only }, found);
      signal?.throwIfAborted();
    } while (after !== undefined && !found.broken);
    if (!found.broken) {
      await this.#checkHeadless(only, found);
    }
    if (!found.broken) {
      const sealed =
        only === undefined
          ? await this.#sealCheck.all(signal)
          : await this.#sealCheck.stream(only);
      Object.assign(found, sealed);
    }
    return { ok: !found.broken, ...found };
  }

  /** Checks the streams after one, as of one moment; gives the last one where there are more. */
  async #checkSome(
    range: { after?: string; only?: string },
    found: Found,
  ): Promise<string | undefined> {
    return this.#store.atOneMoment(async tx => {
      const heads = await this.#store.heads(tx, {
        ...range,
        limit: STREAMS_AT_ONCE,
      });
      await this.#checkStreams(tx, heads, found);
      return heads.length < STREAMS_AT_ONCE ? undefined : heads.at(-1)?.stream;
    });
  }

  async #checkStreams(
    tx: Tx,
    heads: StreamHeadRow[],
    found: Found,
  ): Promise<void> {
    const ends = new Map<string, StreamHead>();
    const streams = heads.map(({ stream }) => stream);
    let after: LineKey | undefined;
    do {
      const rows = await this.#store.linesToCheck(tx, {
        streams,
        after,
        limit: LINES_AT_ONCE,
      });
      const texts = await this.#textsByEvent(
        tx,
        rows.map(({ id }) => id),
      );
      const erasures: Erasure[] = [];
      for (const row of rows) {
        const { stream } = row;
        const before = ends.get(stream) ?? NO_HEAD;
        const check = checkLine(before, row, texts.get(row.id) ?? []);
        found.events += 1;
        if (check.reason) {
          found.broken = { stream, seq: check.seq, reason: check.reason };
          break;
        }
        for (const erased of check.erased) {
          erasures.push({ eventId: row.id, stream, seq: row.seq, ...erased });
        }
        ends.set(stream, { seq: row.seq, hash: row.hash });
      }
      await this.#checkErasures(tx, erasures, found);
      after = rows.length < LINES_AT_ONCE ? undefined : rows.at(-1);
    } while (after && !found.broken);
    if (!found.broken) {
      this.#checkEnds(heads, ends, found);
    }
  }

  /** Whoever erased a text had to say so; the events of it are looked up by id. */
  async #checkErasures(
    tx: Tx,
    erasures: Erasure[],
    found: Found,
  ): Promise<void> {
    const events = await this.#store.eventsById(tx, [
      ...new Set(erasures.map(({ by }) => by)),
    ]);
    const untold = erasures.find(
      erasure => !tellsOf(events.get(erasure.by), erasure),
    );
    if (untold) {
      const { stream, seq, part } = untold;
      const reason = `its ${part} is gone, and no event says why`;
      // An erasure stands before the fault that ended the batch, if there is one.
      found.broken = { stream, seq, reason };
    }
    found.erased += erasures.length;
  }

  #checkEnds(
    heads: StreamHeadRow[],
    ends: Map<string, StreamHead>,
    found: Found,
  ): void {
    for (const { stream, ...head } of heads) {
      found.streams += 1;
      const fault = checkHead(ends.get(stream) ?? NO_HEAD, head);
      if (fault) {
        found.broken = { stream, ...fault };
        return;
      }
    }
  }

  async #checkHeadless(only: string | undefined, found: Found): Promise<void> {
    const line = await this.#store.atOneMoment(tx =>
      this.#store.lineWithoutHead(tx, only),
    );
    if (line) {
      found.broken = { ...line, reason: 'its stream has no head' };
    }
  }

  async #textsByEvent(
    tx: Tx,
    ids: string[],
  ): Promise<Map<string, KeptTextRow[]>> {
    const texts = new Map<string, KeptTextRow[]>();
    for (const text of await this.#store.textsOf(tx, ids)) {
      texts.set(text.event_id, [...(texts.get(text.event_id) ?? []), text]);
    }
    return texts;
  }
}
