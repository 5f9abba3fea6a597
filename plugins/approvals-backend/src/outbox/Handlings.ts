import { Effect } from './effects';
import { Handling } from './EffectRunner';
import { DEFAULT_RETRY_DELAYS } from './handlers';
import { Want } from './Outbox';

const DEFAULT_TIMEOUT = 60_000;

type Given = Partial<Handling> &
  Pick<Handling, 'handler' | 'most' | 'concurrency'>;

/** Who does which kind, and how much of each channel runs in this process. */
export class Handlings {
  readonly #byKind = new Map<string, Handling>();
  /** Batches that run, by channel. */
  readonly #running = new Map<string, number>();

  /** @throws Error when the kind has a handler */
  add(kind: string, given: Given): void {
    if (this.#byKind.has(kind)) {
      throw new Error(`Effects of kind '${kind}' have a handler already`);
    }
    this.#byKind.set(kind, {
      retryDelays: DEFAULT_RETRY_DELAYS,
      timeout: DEFAULT_TIMEOUT,
      channels: () => [kind],
      ...given,
    });
  }

  /** @throws Error when nobody does the kind: its channel is not to be claimed then */
  of(kind: string): Handling {
    const handling = this.#byKind.get(kind);
    if (!handling) {
      throw new Error(`Effects of kind '${kind}' have no handler`);
    }
    return handling;
  }

  /** How much each channel has room for. */
  async wants(): Promise<Want[]> {
    const wants = await Promise.all(
      [...this.#byKind.values()].map(async ({ channels, concurrency, most }) =>
        (
          await channels()
        ).map(channel => ({
          channel,
          limit: (concurrency - this.#runningIn(channel)) * most,
        })),
      ),
    );
    return wants.flat().filter(({ limit }) => limit > 0);
  }

  /** Splits what was claimed into what runs together. */
  batches(claimed: readonly Effect[]): Effect[][] {
    const open = new Map<string, Effect[]>();
    const batches: Effect[][] = [];
    for (const effect of claimed) {
      const batch = open.get(effect.channel);
      if (batch && batch.length < this.of(effect.kind).most) {
        batch.push(effect);
      } else {
        const next = [effect];
        open.set(effect.channel, next);
        batches.push(next);
      }
    }
    return batches;
  }

  /** A batch begins to run. */
  begin([{ channel }]: readonly Effect[]): void {
    this.#running.set(channel, this.#runningIn(channel) + 1);
  }

  /** A batch has ended. */
  end(effects: readonly Effect[]): {
    /** There may be more that waited for its place. */
    wasFull: boolean;
    /** And much of it, since the batch was as large as it could be. */
    mayHaveMuch: boolean;
  } {
    const [{ channel, kind }] = effects;
    const { concurrency, most } = this.of(kind);
    const running = this.#runningIn(channel);
    this.#running.set(channel, running - 1);
    const wasFull = running >= concurrency;
    return { wasFull, mayHaveMuch: wasFull && effects.length >= most };
  }

  #runningIn(channel: string): number {
    return this.#running.get(channel) ?? 0;
  }
}
