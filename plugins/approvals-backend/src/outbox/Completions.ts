import { Effect } from './effects';
import { Outbox } from './Outbox';

const MOST_AT_ONCE = 500;

/** Marks effects as done, those that end close together in one statement. */
export class Completions {
  readonly #outbox: Outbox;
  readonly #now: () => string;
  #ended: Effect[] = [];
  #writing: Promise<void> | undefined;

  constructor(options: { outbox: Outbox; now: () => string }) {
    this.#outbox = options.outbox;
    this.#now = options.now;
  }

  /** Resolves once the effects are marked. */
  add(effects: readonly Effect[]): Promise<void> {
    this.#ended.push(...effects);
    this.#writing ??= this.#write();
    return this.#writing;
  }

  async #write(): Promise<void> {
    // Lets handlers that end in the same turn of the event loop join.
    await new Promise(resolve => setImmediate(resolve));
    try {
      while (this.#ended.length > 0) {
        const batch = this.#ended.splice(0, MOST_AT_ONCE);
        await this.#outbox.complete(batch, this.#now());
      }
    } finally {
      this.#ended = [];
      this.#writing = undefined;
    }
  }
}
