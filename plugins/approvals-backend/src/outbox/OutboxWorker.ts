import { setTimeout as sleep } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { EffectRunner, Handling } from './EffectRunner';
import { Effect } from './effects';
import {
  DEFAULT_RETRY_DELAYS,
  EffectHandler,
  HandlerOptions,
  LeaseLost,
  Stopped,
} from './handlers';
import { Outbox } from './Outbox';
import { Rest } from './Rest';

/** How a worker works. Times are milliseconds. */
export type WorkerSettings = {
  /** Effects that run at the same time. */
  concurrency: number;
  /** After this, effects of a process that is gone come back. What runs is renewed. */
  lease: number;
  /** Between two looks into the outbox when nobody wakes the worker. */
  poll: number;
  /** What running effects get to end when the worker stops. */
  grace: number;
  clock: () => number;
};

/**
 * The lease is short, so that after a crash the next start goes on at once;
 * what takes longer is renewed three times in it.
 */
const DEFAULTS: WorkerSettings = {
  concurrency: 10,
  lease: 10_000,
  poll: 1_000,
  grace: 5_000,
  clock: Date.now,
};

const DEFAULT_TIMEOUT = 60_000;

/** Wakes that come close together are one look into the outbox. */
const COALESCE = 5;

/**
 * Works off the outbox: claims what is due, runs the handler of its kind, and
 * marks it as done, to be tried again, or given up. Any number of processes
 * may do so on the same database. It knows no kinds; the rooms register theirs.
 */
export class OutboxWorker {
  readonly #outbox: Outbox;
  readonly #logger: LoggerService;
  readonly #settings: WorkerSettings;
  readonly #runner: EffectRunner;
  readonly #handlings = new Map<string, Handling>();
  readonly #running = new Map<Effect, AbortController>();
  readonly #rest = new Rest();
  #state: 'new' | 'running' | 'stopped' = 'new';
  #loop: Promise<void> | undefined;
  #renewal: NodeJS.Timeout | undefined;

  constructor(
    options: {
      outbox: Outbox;
      logger: LoggerService;
    } & Partial<WorkerSettings>,
  ) {
    const { outbox, logger, ...settings } = options;
    this.#outbox = outbox;
    this.#logger = logger;
    this.#settings = { ...DEFAULTS, ...settings };
    const time = (later?: number) => this.#time(later);
    this.#runner = new EffectRunner({ outbox, logger, time });
  }

  /**
   * Registers who does a kind of effect.
   *
   * @throws Error when the kind has a handler
   */
  handle(
    kind: string,
    handler: EffectHandler,
    options: HandlerOptions = {},
  ): void {
    if (this.#handlings.has(kind)) {
      throw new Error(`Effects of kind '${kind}' have a handler already`);
    }
    this.#handlings.set(kind, {
      handler,
      retryDelays: DEFAULT_RETRY_DELAYS,
      timeout: DEFAULT_TIMEOUT,
      ...options,
    });
  }

  /** Begins to work. */
  start(): void {
    if (this.#state !== 'new') {
      throw new Error('The outbox worker was started before');
    }
    this.#state = 'running';
    this.#loop = this.#work();
    this.#renewal = setInterval(() => this.#renew(), this.#settings.lease / 3);
  }

  /** Says that there may be something to do. */
  wake(): void {
    this.#rest.end();
  }

  /** Ends: what runs gets a moment to end, the rest is given back. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    this.wake();
    await this.#loop;
    await this.#emptied(this.#settings.grace);
    for (const controller of this.#running.values()) {
      controller.abort(new Stopped());
    }
    await this.#emptied(this.#settings.grace);
    clearInterval(this.#renewal);
  }

  async #work(): Promise<void> {
    while (this.#state === 'running') {
      const free = this.#settings.concurrency - this.#running.size;
      const claimed = free > 0 ? await this.#claim(free) : 0;
      if (claimed < free || free === 0) {
        await this.#rest.begin(this.#settings.poll);
        await sleep(COALESCE);
      }
    }
  }

  async #claim(limit: number): Promise<number> {
    if (this.#handlings.size === 0) {
      return 0;
    }
    try {
      const effects = await this.#outbox.claim({
        kinds: [...this.#handlings.keys()],
        limit,
        now: this.#time(),
        leaseUntil: this.#time(this.#settings.lease),
      });
      effects.forEach(effect => this.#run(effect));
      return effects.length;
    } catch (error) {
      this.#logger.warn('Could not look into the outbox', error as Error);
      return 0;
    }
  }

  async #run(effect: Effect): Promise<void> {
    const controller = new AbortController();
    this.#running.set(effect, controller);
    const handling = this.#handlings.get(effect.kind) as Handling;
    await this.#runner.run(effect, handling, controller);
    const wasFull = this.#running.size === this.#settings.concurrency;
    this.#running.delete(effect);
    if (wasFull || effect.lane !== undefined || this.#state === 'stopped') {
      this.wake();
    }
  }

  async #renew(): Promise<void> {
    const running = [...this.#running];
    try {
      const ours = await this.#outbox.renew(
        running.map(([effect]) => effect),
        this.#time(this.#settings.lease),
      );
      for (const [effect, controller] of running) {
        if (!ours.has(String(effect.position))) {
          controller.abort(new LeaseLost());
        }
      }
    } catch (error) {
      this.#logger.warn('Could not renew the leases', error as Error);
    }
  }

  async #emptied(within: number): Promise<void> {
    const { clock } = this.#settings;
    const until = clock() + within;
    while (this.#running.size > 0 && clock() < until) {
      await this.#rest.begin(50);
    }
  }

  #time(later: number = 0): string {
    return new Date(this.#settings.clock() + later).toISOString();
  }
}
