import { Tx } from '../database';
import { Effect, EffectDraft } from './effects';

/** What a handler can do besides its work. */
export type Delivery = {
  /** Fires when the time is over, the lease was lost, or the process ends. */
  signal: AbortSignal;
  /**
   * Marks the effect as done in the handler's own transaction: what it wrote
   * there and the mark are kept together, or neither.
   *
   * @throws LeaseLost when somebody else has it by now; the transaction rolls back
   */
  completeIn(tx: Tx): Promise<void>;
};

/** Does one kind of effect. It may be called twice for the same one. */
export type EffectHandler = (
  effect: Effect,
  delivery: Delivery,
) => Promise<void>;

/** What a handler of many effects can do besides its work. */
export type JointDelivery = {
  /** Fires when the time is over, a lease was lost, or the process ends. */
  signal: AbortSignal;
  /**
   * Marks all of them as done in the handler's own transaction, and puts off
   * those for which `later` was called.
   *
   * @throws LeaseLost when somebody else has one of them by now; the transaction rolls back
   */
  completeIn(tx: Tx): Promise<void>;
  /** Brings one of them again at a time (UTC with milliseconds), since it is not done; nothing failed. */
  later(effect: Effect, dueAt: string): void;
  /** Tries one of them again by the delays of its kind; the others are done. */
  failed(effect: Effect, error: unknown): void;
};

/**
 * Does many effects of one kind and channel at once. When it throws, each is
 * tried alone, so that one cannot fail the others.
 */
export type JointHandler = (
  effects: readonly Effect[],
  delivery: JointDelivery,
) => Promise<void>;

/** How an effect of a kind is tried. */
export type HandlerOptions = {
  /** Milliseconds before the second try, the third and so on; after the last one it is given up. */
  retryDelays?: readonly number[];
  /** Milliseconds that one try may take. */
  timeout?: number;
  /** Effects, or for a joint handler batches, that run at once in each channel of this process. Default 10, or 1. */
  concurrency?: number;
  /**
   * Effects a second of this kind, at most about so many, in this process: for
   * what comes by the thousand, so that it leaves room for what people wait
   * for. As many as it can, when left out. Not with `channels`.
   */
  perSecond?: number;
  /** Whether some of the kind are drafted at leisure: see {@link EffectDraft}. Not with `channels`. */
  alsoAtLeisure?: boolean;
  /** The channels that may be claimed now. The one named as the kind, when left out. */
  channels?: () => readonly string[] | Promise<readonly string[]>;
  /**
   * Called in the transaction that records a failed try.
   *
   * @param failure - `retryAt` is absent when the effect was given up
   */
  onFailure?: (
    tx: Tx,
    effect: Effect,
    failure: { error: unknown; retryAt?: string },
  ) => Promise<void>;
};

/** Thrown by a handler for which it is not time yet: nothing failed. */
export class RetryLater extends Error {
  /** UTC with milliseconds. */
  readonly dueAt: string;

  constructor(dueAt: string) {
    super(`to be tried again at ${dueAt}`);
    this.name = 'RetryLater';
    this.dueAt = dueAt;
  }
}

/** The effect is somebody else's by now. */
export class LeaseLost extends Error {
  constructor() {
    super('The lease of this effect was lost');
    this.name = 'LeaseLost';
  }
}

/** The process ends. */
export class Stopped extends Error {
  constructor() {
    super('The worker stops');
    this.name = 'Stopped';
  }
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Tries over about three days. */
export const DEFAULT_RETRY_DELAYS: readonly number[] = [
  SECOND,
  5 * SECOND,
  30 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
  24 * HOUR,
];

/** Tries of what a request waits for: soon at first, and never an hour apart, over two weeks. */
export const PATIENT_RETRY_DELAYS: readonly number[] = [
  SECOND,
  5 * SECOND,
  30 * SECOND,
  ...Array<number>(15).fill(MINUTE),
  ...Array<number>(14 * 24 * 4).fill(15 * MINUTE),
];
