import { LoggerService } from '@backstage/backend-plugin-api';
import { Database } from '../database';
import { Bell } from './Bell';
import { EffectRunner } from './EffectRunner';
import { Effect } from './effects';
import {
  EffectHandler,
  HandlerOptions,
  JointHandler,
  LeaseLost,
  Stopped,
} from './handlers';
import { Handlings } from './Handlings';
import { Outbox } from './Outbox';
import { Rest } from './Rest';

/** How a worker works. Times are milliseconds. */
export type WorkerSettings = {
  /** After this, effects of a process that is gone come back. What runs is renewed. */
  lease: number;
  /** Between two looks into the outbox when nobody wakes the worker. */
  poll: number;
  /**
   * Between two looks when there is little in each: a look and what follows
   * from it cost as much for one effect as for fifty.
   */
  pace: number;
  /** What running effects get to end when the worker stops. */
  grace: number;
  clock: () => number;
};

/**
 * The lease is short, so that after a crash the next start goes on at once;
 * what takes longer is renewed three times in it.
 */
const DEFAULTS: WorkerSettings = {
  lease: 10_000,
  poll: 1_000,
  pace: 50,
  grace: 5_000,
  clock: Date.now,
};

/** Milliseconds after a wake: those that come close together are one look into the outbox. */
const COALESCE = 5;

/** Effects that run together. */
type Running = { effects: readonly Effect[]; controller: AbortController };

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
  readonly #bell: Bell;
  readonly #handlings = new Handlings();
  readonly #running = new Set<Running>();
  /** Until there may be something to do. */
  readonly #rest = new Rest();
  /** Until more has gathered, or a channel that was full has room. */
  readonly #gathering = new Rest();
  #state: 'new' | 'running' | 'stopped' = 'new';
  #loop: Promise<void> | undefined;
  #renewal: NodeJS.Timeout | undefined;

  constructor(
    options: {
      database: Database;
      outbox: Outbox;
      logger: LoggerService;
    } & Partial<WorkerSettings>,
  ) {
    const { database, outbox, logger, ...settings } = options;
    this.#outbox = outbox;
    this.#logger = logger;
    this.#settings = { ...DEFAULTS, ...settings };
    const time = (later?: number) => this.#time(later);
    this.#runner = new EffectRunner({ database, outbox, logger, time });
    this.#bell = new Bell({ database, logger, onRing: () => this.#rest.end() });
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
    this.#handlings.add(kind, {
      handler: ([effect], delivery) => handler(effect, delivery),
      most: 1,
      concurrency: 10,
      ...options,
    });
  }

  /**
   * Registers who does many effects of a kind at once.
   *
   * @param options.most - effects that the handler takes at once. Default 100
   * @throws Error when the kind has a handler
   */
  handleTogether(
    kind: string,
    handler: JointHandler,
    options: HandlerOptions & { most?: number } = {},
  ): void {
    this.#handlings.add(kind, {
      handler,
      most: 100,
      concurrency: 1,
      ...options,
    });
  }

  /** Begins to work. */
  start(): void {
    if (this.#state !== 'new') {
      throw new Error('The outbox worker was started before');
    }
    this.#state = 'running';
    this.#bell.hang();
    this.#loop = this.#work();
    this.#renewal = setInterval(() => this.#renew(), this.#settings.lease / 3);
  }

  /** Says that there may be something to do: here at once, in other processes a moment later. */
  wake(): void {
    this.#rest.end();
    this.#bell.ring();
  }

  /** Ends: what runs gets a moment to end, the rest is given back. */
  async stop(): Promise<void> {
    this.#state = 'stopped';
    this.#gathering.end();
    this.#rest.end();
    await this.#loop;
    await this.#emptied(this.#settings.grace);
    for (const { controller } of this.#running) {
      controller.abort(new Stopped());
    }
    await this.#emptied(this.#settings.grace);
    clearInterval(this.#renewal);
    await this.#bell.takeDown();
  }

  async #work(): Promise<void> {
    while (this.#state === 'running') {
      const looked = performance.now();
      const mayBeMore = await this.#claim();
      if (!mayBeMore) {
        await this.#rest.begin(
          this.#handlings.isHolding ? 0 : this.#settings.poll,
        );
        const since = performance.now() - looked;
        await this.#gathering.begin(
          Math.max(COALESCE, this.#settings.pace - since),
        );
      }
    }
  }

  /** Claims what there is room for; true when a channel gave all that was asked of it. */
  async #claim(): Promise<boolean> {
    try {
      const wants = await this.#handlings.wants();
      const effects = await this.#outbox.claim({
        wants,
        now: this.#time(),
        leaseUntil: this.#time(this.#settings.lease),
      });
      for (const batch of this.#handlings.batches(effects)) {
        this.#run(batch);
      }
      return this.#handlings.mayHaveMore(wants, effects);
    } catch (error) {
      this.#logger.warn('Could not look into the outbox', error as Error);
      return false;
    }
  }

  async #run(effects: readonly Effect[]): Promise<void> {
    const running = { effects, controller: new AbortController() };
    this.#running.add(running);
    this.#handlings.begin(effects);
    const [{ kind, lane }] = effects;
    await this.#runner.run(
      effects,
      this.#handlings.of(kind),
      running.controller.signal,
    );
    const { wasFull, mayHaveMuch } = this.#handlings.end(effects);
    this.#running.delete(running);
    if (mayHaveMuch || this.#state === 'stopped') {
      this.#gathering.end();
    }
    if (wasFull || lane !== undefined || this.#state === 'stopped') {
      this.#rest.end();
    }
  }

  async #renew(): Promise<void> {
    const running = [...this.#running];
    try {
      const ours = await this.#outbox.renew(
        running.flatMap(({ effects }) => effects),
        this.#time(this.#settings.lease),
      );
      for (const { effects, controller } of running) {
        if (!effects.every(({ position }) => ours.has(String(position)))) {
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
