import { Effect, leisureOf } from './effects';
import { Handling } from './EffectRunner';
import { DEFAULT_RETRY_DELAYS } from './handlers';
import { Want } from './Outbox';
import { Pace } from './Pace';

const DEFAULT_TIMEOUT = 60_000;

/** While there is much to do. */
const LOOKS_PER_SECOND = 20;

/** Of each kind, in a process that has nothing else to do. */
const LEISURE_PER_SECOND = 500;

type Given = Partial<Handling> &
  Pick<Handling, 'handler' | 'most' | 'concurrency'>;

/** Who does which kind, and how much of each channel runs in this process. */
export class Handlings {
  readonly #byKind = new Map<string, Handling>();
  /** Of channels that are not to go as fast as they can. */
  readonly #paces = new Map<string, Pace>();
  /** Batches that run, by channel. */
  readonly #running = new Map<string, number>();

  /** @throws Error when the kind has a handler, or a pace and channels of its own */
  add(kind: string, given: Given): void {
    if (this.#byKind.has(kind)) {
      throw new Error(`Effects of kind '${kind}' have a handler already`);
    }
    const paces = pacesOf(kind, given);
    if (given.channels && paces.size > 0) {
      throw new Error(`The channels of '${kind}' cannot have a pace`);
    }
    paces.forEach((pace, channel) => this.#paces.set(channel, pace));
    this.#byKind.set(kind, {
      retryDelays: DEFAULT_RETRY_DELAYS,
      timeout: DEFAULT_TIMEOUT,
      channels: () => (given.alsoAtLeisure ? [kind, leisureOf(kind)] : [kind]),
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
          limit: Math.min(
            (concurrency - this.#runningIn(channel)) * most,
            this.#paces.get(channel)?.room() ?? Infinity,
          ),
        })),
      ),
    );
    return wants.flat().filter(({ limit }) => limit > 0);
  }

  /** Whether some channel will have room in a moment, without anything that ends. */
  get isHolding(): boolean {
    return [...this.#paces.values()].some(({ isHolding }) => isHolding);
  }

  /** Whether one of these gave all that was asked of it, and may be asked for more at once. */
  mayHaveMore(wants: readonly Want[], claimed: readonly Effect[]): boolean {
    return wants.some(
      ({ channel, limit }) =>
        !this.#paces.has(channel) &&
        claimed.filter(effect => effect.channel === channel).length === limit,
    );
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
  begin(effects: readonly Effect[]): void {
    const [{ channel }] = effects;
    this.#paces.get(channel)?.take(effects.length);
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
    const mayHaveMuch =
      wasFull && effects.length >= most && !this.#paces.has(channel);
    return { wasFull, mayHaveMuch };
  }

  #runningIn(channel: string): number {
    return this.#running.get(channel) ?? 0;
  }
}

/** The paces of a kind's channels that have one. */
function pacesOf(
  kind: string,
  { most, perSecond, alsoAtLeisure }: Given,
): Map<string, Pace> {
  const paces = new Map<string, Pace>();
  const add = (channel: string, pace: number, isAtLeisure: boolean) => {
    // Two looks' worth: one that comes late makes up for it.
    const atOnce = Math.max(most, (2 * pace) / LOOKS_PER_SECOND);
    const options = { perSecond: pace, most: atOnce, isAtLeisure };
    paces.set(channel, new Pace(options));
  };
  if (perSecond !== undefined) {
    add(kind, perSecond, false);
  }
  if (alsoAtLeisure) {
    add(leisureOf(kind), LEISURE_PER_SECOND, true);
  }
  return paces;
}
