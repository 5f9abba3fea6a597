import { Event } from '@countersign/backstage-plugin-approvals-common';
import { Database, EventRow } from '../database';
import { AUDIT_STREAM } from './chain';
import { hashOfEvent } from './checkLine';
import { CopyLine, readCopyLine } from './copyLine';
import { HistoryStore } from './HistoryStore';
import { Seal, SealStore } from './SealStore';

const LINES_AT_ONCE = 500;

/** Where a copy and the history say different things. */
export type Difference = {
  /** Of the copy, from 1. */
  line: number;
  stream: string;
  /** Of a seal that is not there nobody knows it. */
  seq?: number;
  reason: string;
};

/** What comparing with a copy found. */
export type CopyFound = {
  /** Lines that were compared. */
  compared: number;
  /** How many of them are seals, and the day of the newest. */
  seals: number;
  lastSeal?: string;
  /** Lines that tell nothing to compare. */
  skipped: number;
  differs: Difference | null;
};

type Numbered = CopyLine & { line: number };

/** Compares the history with a copy that was kept elsewhere, a few lines at a time. */
export class CopyCheck {
  readonly #database: Database;
  readonly #store: HistoryStore;
  readonly #seals: SealStore;

  constructor(options: {
    database: Database;
    store: HistoryStore;
    seals: SealStore;
  }) {
    this.#database = options.database;
    this.#store = options.store;
    this.#seals = options.seals;
  }

  /**
   * Compares line by line, up to the first difference.
   *
   * @param lines - JSON lines: events as exported, or bodies of webhooks
   * @param only - skips lines of other streams
   * @throws Error that names the line that is no JSON
   */
  async check(lines: AsyncIterable<string>, only?: string): Promise<CopyFound> {
    const found: CopyFound = {
      compared: 0,
      seals: 0,
      skipped: 0,
      differs: null,
    };
    const seals = await this.#sealsByDay();
    let batch: Numbered[] = [];
    for await (const line of numbered(lines)) {
      batch.push(line);
      if (batch.length === LINES_AT_ONCE) {
        await this.#compare(batch, { seals, only }, found);
        batch = [];
      }
      if (found.differs) {
        return found;
      }
    }
    await this.#compare(batch, { seals, only }, found);
    return found;
  }

  async #sealsByDay(): Promise<Map<string, Seal>> {
    const seals = await this.#seals.all();
    return new Map(seals.map(seal => [seal.day, seal]));
  }

  async #compare(
    batch: Numbered[],
    { seals, only }: { seals: Map<string, Seal>; only?: string },
    found: CopyFound,
  ): Promise<void> {
    const ids = batch.flatMap(line =>
      line.kind === 'event' ? [line.event.id] : [],
    );
    const rows = await this.#store.eventsById(this.#database.knex, ids);
    for (const line of batch) {
      if (line.kind === 'other' || (only && streamOf(line) !== only)) {
        found.skipped += 1;
      } else {
        found.compared += 1;
        const difference =
          line.kind === 'event'
            ? compareEvent(line.event, rows.get(line.event.id))
            : compareSeal(line.seal, seals.get(line.seal.day));
        if (difference) {
          found.differs = { line: line.line, ...difference };
          return;
        }
        noteSeal(line, found);
      }
    }
  }
}

async function* numbered(
  lines: AsyncIterable<string>,
): AsyncGenerator<Numbered> {
  let line = 0;
  for await (const text of lines) {
    line += 1;
    if (text.trim() !== '') {
      try {
        yield { line, ...readCopyLine(text) };
      } catch (cause) {
        throw new Error(`line ${line} of the copy is no JSON`, { cause });
      }
    }
  }
}

const streamOf = (line: CopyLine) =>
  line.kind === 'event' ? line.event.stream : AUDIT_STREAM;

function noteSeal(line: CopyLine, found: CopyFound): void {
  const day =
    line.kind === 'seal'
      ? line.seal.day
      : line.kind === 'event' &&
        line.event.type === 'audit.sealed' &&
        String(line.event.payload.day);
  if (day) {
    found.seals += 1;
    found.lastSeal =
      found.lastSeal && found.lastSeal > day ? found.lastSeal : day;
  }
}

type Told = Omit<Difference, 'line'>;

function compareEvent(
  event: Event,
  row: EventRow | undefined,
): Told | undefined {
  const { stream, seq } = event;
  if (hashOfEvent(event) !== event.hash) {
    const reason =
      'the copy itself was changed: its hash is not of what it says';
    return { stream, seq, reason };
  }
  if (!row) {
    const reason = 'the line stands in the copy and not in the history';
    return { stream, seq, reason };
  }
  const reason = 'the line is not the one in the copy';
  return row.hash === event.hash ? undefined : { stream, seq, reason };
}

function compareSeal(
  told: { day: string; heads: number; digest: string },
  seal: Seal | undefined,
): Told | undefined {
  if (!seal) {
    const reason = `the seal of ${told.day} stands in the copy and not in the history`;
    return { stream: AUDIT_STREAM, reason };
  }
  const reason = `the seal of ${told.day} is not the one in the copy`;
  return seal.digest === told.digest && seal.heads === told.heads
    ? undefined
    : { stream: AUDIT_STREAM, seq: seal.seq, reason };
}
