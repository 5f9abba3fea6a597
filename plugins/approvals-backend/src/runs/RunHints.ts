import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ExecutorRegistry } from './ExecutorRegistry';
import { Reconcile } from './Reconcile';
import { RunStore } from './RunStore';

/** Milliseconds until a hint is followed: it may come before what it tells of is committed. */
const LATER = 1_000;

/** Hints that wait; more are dropped, and the reconcile finds what they told. */
const MOST_HINTS = 1_000;

/** Runs that one hint may be about. */
const MOST_RUNS = 50;

type Options = {
  executors: ExecutorRegistry;
  store: RunStore;
  reconcile: Reconcile;
  logger: LoggerService;
};

/** Looks at runs soon after their executor has heard that they changed. */
export class RunHints {
  readonly #options: Options;
  readonly #later: number;
  readonly #over = new AbortController();

  /** @param options.later - milliseconds until a hint is followed */
  constructor(options: Options & { later?: number }) {
    this.#options = options;
    this.#later = options.later ?? LATER;
  }

  /** Begins to listen. An executor that cannot tell is looked at by the reconcile only. */
  async start(): Promise<void> {
    const { executors, logger } = this.#options;
    for (const executor of executors.all()) {
      const { kind } = executor;
      const hints = new HintsOfKind(
        this.#later,
        idPrefix => this.#follow(kind, idPrefix),
        this.#over.signal,
      );
      try {
        await executor.watch?.(({ idPrefix }) => hints.add(idPrefix));
      } catch (error) {
        logger.warn(
          `Nobody tells when runs of '${kind}' change: they are looked at now and then`,
          error as Error,
        );
      }
    }
  }

  /** Ends: what was not followed is found by the reconcile. */
  stop(): void {
    this.#over.abort();
  }

  async #follow(kind: string, idPrefix: string): Promise<void> {
    const { store, reconcile, logger } = this.#options;
    try {
      const runs = await store.beginningWith(kind, idPrefix, MOST_RUNS);
      await reconcile.tend(runs, this.#over.signal);
    } catch (error) {
      logger.info('Could not follow what was told of runs', error as Error);
    }
  }
}

/** What one executor has told, followed one after the other: where it does not answer, others are not held up. */
class HintsOfKind {
  readonly #waiting = new Set<string>();
  #isFollowing = false;

  constructor(
    readonly later: number,
    readonly follow: (idPrefix: string) => Promise<void>,
    readonly over: AbortSignal,
  ) {}

  add(idPrefix: string): void {
    if (this.#waiting.size < MOST_HINTS && !this.over.aborted) {
      this.#waiting.add(idPrefix);
      void this.#followAll();
    }
  }

  async #followAll(): Promise<void> {
    if (this.#isFollowing) {
      return;
    }
    this.#isFollowing = true;
    while (this.#waiting.size > 0 && !this.over.aborted) {
      await sleep(this.later, undefined, { ref: false });
      const hints = [...this.#waiting];
      this.#waiting.clear();
      for (const idPrefix of hints) {
        if (!this.over.aborted) {
          await this.follow(idPrefix);
        }
      }
    }
    this.#isFollowing = false;
  }
}
