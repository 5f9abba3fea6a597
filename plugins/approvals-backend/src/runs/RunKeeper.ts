import {
  Execution,
  RunState,
} from '@countersign/backstage-plugin-approvals-common';
import {
  Executor,
  RunSeen,
} from '@countersign/backstage-plugin-approvals-node';
import { RunPhase } from '../database';
import { RequestState } from '../engine';
import { withTimeout } from '../people';
import { ExecutorRegistry } from './ExecutorRegistry';
import { RunRecords } from './RunRecords';
import { KnownRun, RunStore } from './RunStore';
import { goesOn, hasEnded, isPast, mayGoOnAlone } from './seen';

/** Milliseconds that an executor gets for each answer. */
const PATIENCE = 10_000;

const DAY = 24 * 60 * 60_000;

/** Milliseconds after the end of its request for which a run that waits is seen to, and then looked at; one that failed is looked at. */
const SEEN_TO = DAY;
const LOOKED_AT = 30 * DAY;

type Options = {
  executors: ExecutorRegistry;
  store: Pick<RunStore, 'rest'>;
  records: RunRecords;
  /** A request as it is now; undefined when there is none. */
  load: (id: string) => Promise<RequestState | undefined>;
  /** Takes a request back in the name of the service that asked. */
  withdraw: (id: string, service: string, reason: string) => Promise<void>;
  now: () => string;
  /** Milliseconds that an executor gets for each answer. */
  patience?: number;
};

/**
 * Looks after runs: lets go on what may go on by itself, and notes how they
 * stand. Any number of processes may do so at once.
 */
export class RunKeeper {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Looks after one run. Of a kind that is not known here it knows nothing.
   *
   * @throws what the executor throws: to be tried again
   */
  async tend(run: KnownRun): Promise<void> {
    const { executors, records, load } = this.#options;
    const executor = executors.get(run.kind);
    if (!executor) {
      return;
    }
    const execution = { kind: run.kind, id: run.id };
    const looked = await this.#ask(signal =>
      executor.look(execution, { signal }),
    );
    // After the look: what a run has done, it did before.
    const request = await load(run.requestId);
    if (!request) {
      return;
    }
    const { goesOnWhenRejected } = looked;
    const letOn = await this.#letOn(executor, execution, { request, looked });
    const { state } = await records.note(run, {
      request,
      seen: letOn ? { goesOnWhenRejected, ...letOn } : looked,
      isLetOn: letOn !== undefined,
    });
    if (state === 'cancelled' && !hasEnded(request)) {
      await this.#withdraw(request, looked);
    } else if (run.state === state) {
      await this.#rest(run, request);
    }
  }

  /** What nobody lets go on long after its request has ended costs less, then nothing. */
  async #rest(run: KnownRun, { completedAt }: RequestState): Promise<void> {
    const { store, now } = this.#options;
    const phase = completedAt && phaseAfter(run.state, completedAt, now());
    if (phase && phase !== run.phase) {
      await store.rest(run, phase);
    }
  }

  /** Lets a run go on, if it may without anybody; undefined when it may not. */
  async #letOn(
    executor: Executor,
    execution: Execution,
    { request, looked }: { request: RequestState; looked: RunSeen },
  ): Promise<RunSeen | undefined> {
    // What moves already may be about to park: its executor knows.
    const isBefore = looked.state === 'waiting' || goesOn(looked.state);
    const isMeant =
      isBefore &&
      !isPast(looked) &&
      mayGoOnAlone(request, looked, this.#options.now());
    return isMeant
      ? this.#ask(signal =>
          executor.resume(execution, { signal, endedAt: request.completedAt }),
        )
      : undefined;
  }

  #ask<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return withTimeout(this.#options.patience ?? PATIENCE, work);
  }

  async #withdraw(
    { id, service }: RequestState,
    { message }: RunSeen,
  ): Promise<void> {
    if (service !== undefined) {
      const reason = message ?? 'What was to run after it was cancelled.';
      await this.#options.withdraw(id, service, reason);
    }
  }
}

function phaseAfter(
  state: RunState,
  completedAt: string,
  now: string,
): RunPhase | undefined {
  if (state !== 'waiting' && state !== 'failed') {
    return undefined;
  }
  const passed = Date.parse(now) - Date.parse(completedAt);
  if (passed < SEEN_TO && state === 'waiting') {
    return 'due';
  }
  return passed < LOOKED_AT ? 'parked' : 'over';
}
