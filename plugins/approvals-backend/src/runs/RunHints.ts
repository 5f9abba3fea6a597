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
  #waiting = new Map<string, { kind: string; idPrefix: string }>();
  #timer: NodeJS.Timeout | undefined;

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
      try {
        await executor.watch?.(({ idPrefix }) => this.#add(kind, idPrefix));
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
    clearTimeout(this.#timer);
  }

  #add(kind: string, idPrefix: string): void {
    if (this.#waiting.size >= MOST_HINTS || this.#over.signal.aborted) {
      return;
    }
    this.#waiting.set(JSON.stringify([kind, idPrefix]), { kind, idPrefix });
    this.#timer ??= setTimeout(() => this.#follow(), this.#later).unref();
  }

  /** Each kind by itself: an executor that does not answer holds up its own only. */

  async #follow(): Promise<void> {
    const { executors } = this.#options;
    const hints = [...this.#waiting.values()];
    this.#waiting.clear();
    this.#timer = undefined;
    await Promise.all(
      executors.all().map(({ kind }) =>
        this.#followAll(
          kind,
          hints.filter(hint => hint.kind === kind),
        ),
      ),
    );
  }

  async #followAll(
    kind: string,
    hints: readonly { idPrefix: string }[],
  ): Promise<void> {
    const { store, reconcile, logger } = this.#options;
    try {
      for (const { idPrefix } of hints) {
        const runs = await store.beginningWith(kind, idPrefix, MOST_RUNS);
        await reconcile.tend(runs, this.#over.signal);
      }
    } catch (error) {
      logger.info('Could not follow what was told of runs', error as Error);
    }
  }
}
