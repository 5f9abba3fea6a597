import { LoggerService } from '@backstage/backend-plugin-api';
import { Completions } from './Completions';
import { Effect } from './effects';
import {
  EffectHandler,
  HandlerOptions,
  LeaseLost,
  RetryLater,
  Stopped,
} from './handlers';
import { Outbox } from './Outbox';

/** Who does a kind of effect, and how it is tried. */
export type Handling = { handler: EffectHandler } & Required<HandlerOptions>;

/** Delays of tries differ by a tenth, so that what failed together does not come back together. */
const JITTER = 0.1;

/** Calls the handler of one effect and records how it ended. */
export class EffectRunner {
  readonly #outbox: Outbox;
  readonly #logger: LoggerService;
  readonly #completions: Completions;
  readonly #time: (later?: number) => string;

  constructor(options: {
    outbox: Outbox;
    logger: LoggerService;
    /** The time now, or so many milliseconds later. */
    time: (later?: number) => string;
  }) {
    this.#outbox = options.outbox;
    this.#logger = options.logger;
    this.#time = options.time;
    this.#completions = new Completions({
      outbox: options.outbox,
      now: () => this.#time(),
    });
  }

  /** Never rejects: what could not be recorded comes back when its lease is over. */
  async run(
    effect: Effect,
    handling: Handling,
    controller: AbortController,
  ): Promise<void> {
    try {
      if (effect.attempt > handling.retryDelays.length + 1) {
        // Each try ended with its process, or without its lease.
        await this.#giveUp(effect, new Error('It never came to an end'));
      } else {
        await this.#deliver(effect, handling, controller);
      }
    } catch (error) {
      this.#logger.warn(
        `Could not record how '${effect.kind}' of '${effect.stream}' ended`,
        error as Error,
      );
    }
  }

  async #deliver(
    effect: Effect,
    handling: Handling,
    controller: AbortController,
  ): Promise<void> {
    let isMarked = false;
    try {
      await this.#call(effect, handling, controller, () => {
        isMarked = true;
      });
    } catch (error) {
      await this.#failed(effect, handling, error);
      return;
    }
    if (!isMarked) {
      await this.#completions.add(effect);
    }
  }

  async #call(
    effect: Effect,
    { handler, timeout }: Handling,
    controller: AbortController,
    onMarked: () => void,
  ): Promise<void> {
    const { signal } = controller;
    const timer = setTimeout(
      () => controller.abort(new Error(`It took longer than ${timeout} ms`)),
      timeout,
    );
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason));
    });
    const work = handler(effect, {
      signal,
      completeIn: async tx => {
        if (!(await this.#outbox.completeIn(tx, effect, this.#time()))) {
          throw new LeaseLost();
        }
        onMarked();
      },
    });
    try {
      await Promise.race([work, aborted]);
    } finally {
      clearTimeout(timer);
    }
  }

  async #failed(
    effect: Effect,
    { retryDelays }: Handling,
    error: unknown,
  ): Promise<void> {
    if (error instanceof LeaseLost) {
      this.#logger.info(
        `'${effect.kind}' of '${effect.stream}' was taken over`,
      );
    } else if (error instanceof Stopped) {
      await this.#outbox.giveBack([effect], this.#time());
    } else if (error instanceof RetryLater) {
      await this.#outbox.giveBack([effect], error.dueAt);
    } else if (effect.attempt > retryDelays.length) {
      await this.#giveUp(effect, error);
    } else {
      const delay = retryDelays[effect.attempt - 1];
      const retryAt = this.#time(
        delay * (1 + JITTER * (2 * Math.random() - 1)),
      );
      this.#logger.warn(
        `'${effect.kind}' of '${effect.stream}' failed; next try at ${retryAt}`,
        error as Error,
      );
      const now = this.#time();
      await this.#outbox.fail(effect, { error: String(error), now, retryAt });
    }
  }

  async #giveUp(effect: Effect, error: unknown): Promise<void> {
    this.#logger.error(
      `'${effect.kind}' of '${effect.stream}' is given up after ${effect.attempt} tries`,
      error as Error,
    );
    const now = this.#time();
    await this.#outbox.fail(effect, { error: String(error), now });
  }
}
