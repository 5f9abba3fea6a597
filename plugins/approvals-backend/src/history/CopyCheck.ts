import { Database } from '../database';
import { hashOfEvent } from './checkLine';
import { CopyLine, readCopyLine } from './copyLine';
import { HistoryStore } from './HistoryStore';

const LINES_AT_ONCE = 500;

/** Where a copy and the history say different things. */
export type Difference = {
  /** Of the copy, from 1. */
  line: number;
  stream: string;
  seq: number;
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

type Numbered = { line: number; copied: CopyLine | undefined };

/** Compares the history with a copy that was kept elsewhere, a few lines at a time. */
export class CopyCheck {
  readonly #database: Database;
  readonly #store: HistoryStore;

  constructor(options: { database: Database; store: HistoryStore }) {
    this.#database = options.database;
    this.#store = options.store;
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
    let batch: Numbered[] = [];
    for await (const line of numbered(lines)) {
      batch.push(line);
      if (batch.length === LINES_AT_ONCE) {
        await this.#compare(batch, only, found);
        batch = [];
      }
      if (found.differs) {
        return found;
      }
    }
    await this.#compare(batch, only, found);
    return found;
  }

  async #compare(
    batch: Numbered[],
    only: string | undefined,
    found: CopyFound,
  ): Promise<void> {
    const hashes = await this.#store.hashesAt(
      this.#database.knex,
      batch.flatMap(({ copied }) => copied ?? []),
    );
    for (const { line, copied } of batch) {
      if (!copied || (only && copied.stream !== only)) {
        found.skipped += 1;
      } else {
        const { stream, seq } = copied;
        found.compared += 1;
        const reason = compare(copied, hashes.get(`${stream} ${seq}`));
        if (reason) {
          found.differs = { line, stream, seq, reason };
          return;
        }
        noteSeal(copied, found);
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
        yield { line, copied: readCopyLine(text) };
      } catch (cause) {
        throw new Error(`line ${line} of the copy is no JSON`, { cause });
      }
    }
  }
}

function noteSeal({ type, payload }: CopyLine, found: CopyFound): void {
  if (type === 'audit.sealed' && typeof payload.day === 'string') {
    const { lastSeal = '' } = found;
    found.seals += 1;
    found.lastSeal = payload.day > lastSeal ? payload.day : lastSeal;
  }
}

function compare(
  { event, hash }: CopyLine,
  present: string | undefined,
): string | undefined {
  if (event && hashOfEvent(event) !== hash) {
    return 'the copy itself was changed: its hash is not of what it says';
  }
  if (present === undefined) {
    return 'the line stands in the copy and not in the history';
  }
  return present === hash ? undefined : 'the line is not the one in the copy';
}
