import { LoggerService } from '@backstage/backend-plugin-api';
import { Database, Tx } from '../database';
import { Batch } from './Batch';
import { Completions } from './Completions';
import { Effect } from './effects';
import {
  HandlerOptions,
  JointHandler,
  LeaseLost,
  RetryLater,
  Stopped,
} from './handlers';
import { Outbox } from './Outbox';

/** Who does a kind of effect, and how it is tried. */
export type Handling = {
  handler: JointHandler;
  /** Effects that the handler takes at once. */
  most: number;
} & Required<Pick<HandlerOptions, Needed>> &
  Omit<HandlerOptions, Needed>;

type Needed = 'retryDelays' | 'timeout' | 'concurrency' | 'channels';

/** Delays of tries differ by a tenth, so that what failed together does not come back together. */
const JITTER = 0.1;

type Options = {
  database: Database;
  outbox: Outbox;
  logger: LoggerService;
  /** The time now, or so many milliseconds later. */
  time: (later?: number) => string;
};

/** Calls the handler of some effects and records how they ended. */
export class EffectRunner {
  readonly #options: Options;
  readonly #completions: Completions;

  constructor(options: Options) {
    this.#options = options;
    this.#completions = new Completions({
      outbox: options.outbox,
      now: () => options.time(),
    });
  }

  /** Never rejects: what could not be recorded comes back when its lease is over. */
  async run(
    effects: readonly Effect[],
    handling: Handling,
    signal: AbortSignal,
  ): Promise<void> {
    const mostTries = handling.retryDelays.length + 1;
    // Each try of these ended with its process, or without its lease.
    const worn = effects.filter(({ attempt }) => attempt > mostTries);
    const fresh = effects.filter(({ attempt }) => attempt <= mostTries);
    for (const effect of worn) {
      await this.#failed(effect, handling, new NeverEnded(), true);
    }
    if (fresh.length > 0) {
      await this.#deliver(fresh, handling, signal);
    }
  }

  async #deliver(
    effects: readonly Effect[],
    handling: Handling,
    signal: AbortSignal,
  ): Promise<void> {
    const { outbox, time } = this.#options;
    const batch = new Batch({ effects, outbox, now: () => time() });
    try {
      await this.#call(batch, handling, signal);
    } catch (error) {
      await this.#brokeOff(effects, handling, signal, error);
      return;
    }
    await this.#record(batch, handling);
  }

  /** One bad effect must not fail the others: each gets a try of its own. */
  async #brokeOff(
    effects: readonly Effect[],
    handling: Handling,
    signal: AbortSignal,
    error: unknown,
  ): Promise<void> {
    if (effects.length === 1) {
      await this.#failed(effects[0], handling, error);
      return;
    }
    this.#options.logger.info(
      `${effects.length} effects of '${effects[0].kind}' failed together; each is tried alone`,
      error as Error,
    );
    for (const effect of effects) {
      if (signal.aborted) {
        await this.#failed(effect, handling, signal.reason);
      } else {
        await this.#deliver([effect], handling, signal);
      }
    }
  }

  async #call(
    batch: Batch,
    { handler, timeout }: Handling,
    outer: AbortSignal,
  ): Promise<void> {
    outer.throwIfAborted();
    const own = new AbortController();
    const { signal } = own;
    const timer = setTimeout(
      () => own.abort(new Error(`It took longer than ${timeout} ms`)),
      timeout,
    );
    // Not AbortSignal.any: Node keeps one that is listened to until it is aborted.
    const stop = () => own.abort(outer.reason);
    outer.addEventListener('abort', stop);
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
    try {
      await Promise.race([
        handler(batch.effects, batch.delivery(signal)),
        aborted,
      ]);
    } finally {
      clearTimeout(timer);
      outer.removeEventListener('abort', stop);
    }
  }

  async #record(batch: Batch, handling: Handling): Promise<void> {
    try {
      if (!batch.isMarked) {
        await Promise.all([
          this.#completions.add(batch.done()),
          batch.putOff(),
        ]);
      }
    } catch (error) {
      this.#couldNotRecord(batch.effects[0], error);
    }
    for (const [effect, error] of batch.failures) {
      await this.#failed(effect, handling, error);
    }
  }

  async #failed(
    effect: Effect,
    handling: Handling,
    error: unknown,
    isWorn = false,
  ): Promise<void> {
    const { outbox, logger, time } = this.#options;
    try {
      if (error instanceof LeaseLost) {
        logger.info(`'${effect.kind}' of '${effect.stream}' was taken over`);
      } else if (error instanceof Stopped) {
        await outbox.giveBack([effect], time());
      } else if (error instanceof RetryLater) {
        await outbox.giveBack([effect], error.dueAt);
      } else {
        const delay = isWorn
          ? undefined
          : handling.retryDelays[effect.attempt - 1];
        await this.#setBack(effect, handling, error, delay);
      }
    } catch (fault) {
      this.#couldNotRecord(effect, fault);
    }
  }

  async #setBack(
    effect: Effect,
    { onFailure }: Handling,
    error: unknown,
    delay: number | undefined,
  ): Promise<void> {
    const { database, outbox, time } = this.#options;
    const retryAt =
      delay === undefined
        ? undefined
        : time(delay * (1 + JITTER * (2 * Math.random() - 1)));
    this.#tell(effect, error, retryAt);
    const now = time();
    await database.inTransaction(async (tx: Tx) => {
      const failure = { error: String(error), now, retryAt };
      if (await outbox.failIn(tx, effect, failure)) {
        await onFailure?.(tx, effect, { error, retryAt });
      }
    });
  }

  #tell(effect: Effect, error: unknown, retryAt: string | undefined): void {
    const { logger } = this.#options;
    const what = `'${effect.kind}' of '${effect.stream}'`;
    if (retryAt) {
      logger.warn(`${what} failed; next try at ${retryAt}`, error as Error);
    } else {
      logger.error(
        `${what} is given up after ${effect.attempt} tries`,
        error as Error,
      );
    }
  }

  #couldNotRecord({ kind, stream }: Effect, error: unknown): void {
    this.#options.logger.warn(
      `Could not record how '${kind}' of '${stream}' ended`,
      error as Error,
    );
  }
}

class NeverEnded extends Error {
  constructor() {
    super('It never came to an end');
  }
}
