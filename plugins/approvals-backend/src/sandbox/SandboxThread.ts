import { Worker } from 'node:worker_threads';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ItemResult, Task } from './types';

const WATCH_MS = 20;
const STARTED = 0;
const LIMIT = 1;

/**
 * How a run on a thread ended: all items done; the thread was never there; or
 * it went during an item, and why.
 */
export type RunEnd =
  | 'done'
  | 'absent'
  | { gone: 'overran' | 'crashed'; at: number };

type FromThread = { ready: true } | { index: number; result: ItemResult };

/**
 * One worker thread. It is used for one run at a time and is gone for good
 * after a run that overran its time or its memory.
 */
export class SandboxThread {
  readonly #worker: Worker;
  readonly #ready: Promise<boolean>;
  /** Start of the present step (nanoseconds; 0: none) and its limit (milliseconds), written by the thread. */
  readonly #clock = new BigInt64Array(new SharedArrayBuffer(16));
  #onMessage: (message: FromThread) => void = () => {};
  #onGone: () => void = () => {};
  #gone = false;

  constructor() {
    this.#worker = new Worker(
      resolvePackagePath(
        '@countersign/backstage-plugin-approvals-backend',
        'sandbox',
        'worker.mjs',
      ),
      {
        workerData: { clock: this.#clock.buffer },
        env: {},
        execArgv: [],
        stdout: true,
        stderr: true,
        resourceLimits: {
          maxOldGenerationSizeMb: 96,
          maxYoungGenerationSizeMb: 16,
        },
      },
    );
    this.#ready = new Promise(resolve => {
      this.#worker.on('message', (message: FromThread) => {
        if ('ready' in message) {
          resolve(true);
        } else {
          this.#onMessage(message);
        }
      });
      const gone = () => {
        this.#gone = true;
        resolve(false);
        this.#onGone();
      };
      this.#worker.on('error', gone);
      this.#worker.on('exit', gone);
    });
    this.#worker.unref();
  }

  /**
   * Runs the items of a task from an index on, and tells each result as it comes.
   *
   * @param limit - milliseconds that a step may take, where it has no limit of its own
   */
  async run(
    task: Task,
    from: number,
    limit: number,
    onResult: (index: number, result: ItemResult) => void,
  ): Promise<RunEnd> {
    this.#worker.ref();
    try {
      if (!(await this.#ready) || this.#gone) {
        return 'absent';
      }
      return await this.#runReady(task, from, limit, onResult);
    } finally {
      this.#worker.unref();
    }
  }

  /** False once it cannot be used any more. */
  get isUsable(): boolean {
    return !this.#gone;
  }

  /** Ends the thread, whatever it does. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #runReady(
    task: Task,
    from: number,
    limit: number,
    onResult: (index: number, result: ItemResult) => void,
  ): Promise<RunEnd> {
    return new Promise(resolve => {
      let at = from;
      let overran = false;
      const finish = (end: RunEnd) => {
        clearInterval(watch);
        this.#onMessage = () => {};
        this.#onGone = () => {};
        resolve(end);
      };
      this.#onMessage = message => {
        if ('index' in message) {
          onResult(message.index, message.result);
          at = message.index + 1;
          if (at === task.items.length) {
            finish('done');
          }
        }
      };
      this.#onGone = () =>
        finish({ gone: overran ? 'overran' : 'crashed', at });
      const watch = setInterval(() => {
        if (this.#isOverTime()) {
          overran = true;
          clearInterval(watch);
          this.#worker.terminate();
        }
      }, WATCH_MS);
      this.#worker.postMessage({ task, limit, from });
    });
  }

  /** By the thread's own clock: a busy main thread must not count against it. */
  #isOverTime(): boolean {
    const started = Atomics.load(this.#clock, STARTED);
    const limit = Atomics.load(this.#clock, LIMIT) * 1_000_000n;
    return started > 0n && process.hrtime.bigint() - started > limit;
  }
}
