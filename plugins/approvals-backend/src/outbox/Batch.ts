import { Tx } from '../database';
import { Effect } from './effects';
import { JointDelivery, LeaseLost } from './handlers';
import { Outbox } from './Outbox';

/** Effects that a handler does together, and what it says of them. */
export class Batch {
  readonly effects: readonly Effect[];
  /** What failed of them, as the handler said. */
  readonly failures = new Map<Effect, unknown>();
  readonly #outbox: Outbox;
  readonly #now: () => string;
  readonly #later = new Map<Effect, string>();
  #isMarked = false;

  constructor(options: {
    effects: readonly Effect[];
    outbox: Outbox;
    now: () => string;
  }) {
    this.effects = options.effects;
    this.#outbox = options.outbox;
    this.#now = options.now;
  }

  /** Whether the handler marked them in a transaction of its own. */
  get isMarked(): boolean {
    return this.#isMarked;
  }

  delivery(signal: AbortSignal): JointDelivery {
    return {
      signal,
      completeIn: async tx => {
        if (!(await this.#outbox.completeIn(tx, this.done(), this.#now()))) {
          throw new LeaseLost();
        }
        await this.putOff(tx);
        this.#isMarked = true;
      },
      later: (effect, dueAt) => this.#later.set(effect, dueAt),
      failed: (effect, error) => this.failures.set(effect, error),
    };
  }

  /** Those that are neither put off nor failed. */
  done(): Effect[] {
    return this.effects.filter(
      effect => !this.#later.has(effect) && !this.failures.has(effect),
    );
  }

  /** Gives those back that are to come again. */
  async putOff(tx?: Tx): Promise<void> {
    const byTime = new Map<string, Effect[]>();
    for (const [effect, dueAt] of this.#later) {
      byTime.set(dueAt, [...(byTime.get(dueAt) ?? []), effect]);
    }
    for (const [dueAt, effects] of byTime) {
      await this.#outbox.giveBack(effects, dueAt, tx);
    }
  }
}
