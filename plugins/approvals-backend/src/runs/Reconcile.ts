import { LoggerService } from '@backstage/backend-plugin-api';
import pLimit from 'p-limit';
import { RunPhase } from '../database';
import { ExecutorRegistry } from './ExecutorRegistry';
import { RunKeeper } from './RunKeeper';
import { KnownRun, RunStore } from './RunStore';

/**
 * How many are looked at in each pass, those first that nobody looked at for
 * the longest time: it costs the same however many wait. Hints tell of most
 * changes at once; this finds what they missed.
 */
const MOST: [phase: RunPhase, most: number][] = [
  ['moving', 200],
  ['due', 50],
  ['parked', 10],
];

/** Executors that are asked at once. */
const AT_ONCE = 5;

type Options = {
  executors: ExecutorRegistry;
  store: RunStore;
  keeper: RunKeeper;
  logger: LoggerService;
  now: () => string;
};

/** Finds what changed without anybody hearing of it: a hint that was lost, a run that went around its gate. */
export class Reconcile {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** One pass. */
  async run(signal: AbortSignal): Promise<void> {
    const { executors, store, now } = this.#options;
    if (executors.all().length === 0) {
      return;
    }
    // All before the first look, which may bring a run into the next phase.
    const runs: KnownRun[] = [];
    for (const [phase, most] of MOST) {
      runs.push(...(await store.take(phase, most, now())));
    }
    await this.tend(runs, signal);
  }

  /** Looks after some runs; one that cannot be asked holds up no others. */
  async tend(runs: readonly KnownRun[], signal: AbortSignal): Promise<void> {
    const { keeper, logger } = this.#options;
    const limit = pLimit(AT_ONCE);
    await Promise.all(
      runs.map(run =>
        limit(async () => {
          if (signal.aborted) {
            return;
          }
          await keeper.tend(run).catch(error => {
            logger.info(
              `Could not look after the run of request '${run.requestId}'`,
              error as Error,
            );
          });
        }),
      ),
    );
  }
}
