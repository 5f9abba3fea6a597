import { LoggerService } from '@backstage/backend-plugin-api';
import pLimit from 'p-limit';
import { RunPhase } from '../database';
import { ExecutorRegistry } from './ExecutorRegistry';
import { RunKeeper } from './RunKeeper';
import { KnownRun, RunStore } from './RunStore';

/**
 * How many of each executor are looked at in each pass, those first that nobody
 * looked at for the longest time: it costs the same however many wait. Hints
 * tell of most changes at once; this finds what they missed.
 */
const MOST: [phase: RunPhase, most: number][] = [
  ['moving', 200],
  ['due', 50],
  ['parked', 10],
];

/** Runs that one executor is asked of at once, in each phase. */
const AT_ONCE = 5;

/** Milliseconds after which a pass begins with no more runs: it comes each minute. */
const BUDGET = 40_000;

type Options = {
  executors: ExecutorRegistry;
  store: RunStore;
  keeper: RunKeeper;
  logger: LoggerService;
  now: () => string;
  /** Milliseconds after which a pass begins with no more runs. */
  budget?: number;
};

/** Finds what changed without anybody hearing of it: a hint that was lost, a run that went around its gate. */
export class Reconcile {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * One pass. Each executor and phase has a lane of its own: runs whose
   * executor does not answer hold up none of another lane, and those that the
   * time was not enough for are the first of the next pass.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { executors, store } = this.#options;
    // All before the first look, which may bring a run into the next phase.
    const lanes: KnownRun[][] = [];
    for (const { kind } of executors.all()) {
      for (const [phase, most] of MOST) {
        lanes.push(await store.next({ kind, phase, most }));
      }
    }
    await Promise.all(lanes.map(runs => this.tend(runs, signal)));
  }

  /** Looks after some runs; one that cannot be asked holds up no others, and all of them together take not long. */
  async tend(runs: readonly KnownRun[], signal: AbortSignal): Promise<void> {
    const { budget = BUDGET } = this.#options;
    const end = performance.now() + budget;
    const limit = pLimit(AT_ONCE);
    await Promise.all(
      runs.map(run =>
        limit(async () => {
          if (!signal.aborted && performance.now() < end) {
            await this.#tend(run);
          }
        }),
      ),
    );
  }

  async #tend(run: KnownRun): Promise<void> {
    const { store, keeper, logger, now } = this.#options;
    try {
      await store.looked(run, now());
      await keeper.tend(run);
    } catch (error) {
      logger.info(
        `Could not look after the run of request '${run.requestId}'`,
        error as Error,
      );
    }
  }
}
