import { performance } from 'node:perf_hooks';

/** However busy the process is, it goes on at this part of its pace. */
const LEAST_PART = 0.3;

/** How fast the effects of a channel may be claimed. */
export type PaceOptions = {
  /** Effects a second. */
  perSecond: number;
  /** How many may be claimed at once after a pause. */
  most: number;
  /** Whether it goes slower while the process is busy: with half of its time left, half as fast. */
  isAtLeisure?: boolean;
  /** Milliseconds; from any beginning. */
  clock?: () => number;
  /** The part of the time since it was asked last in which the process was busy, 0 to 1. */
  busyPart?: () => number;
};

/**
 * Room for effects that come by the thousand: they go steadily, so that what
 * people wait for goes beside them. A few go at once, unless many went before.
 */
export class Pace {
  readonly #options: Required<PaceOptions>;
  #room: number;
  #filledAt: number;

  constructor(options: PaceOptions) {
    this.#options = {
      isAtLeisure: false,
      clock: () => performance.now(),
      busyPart: busyPartOfLoop(),
      ...options,
    };
    this.#room = options.most;
    this.#filledAt = this.#options.clock();
  }

  /** How many may be claimed now; none until there is room for half of the most, since a few cost as much as many. */
  room(): number {
    const { perSecond, most, isAtLeisure, clock, busyPart } = this.#options;
    const now = clock();
    const part = isAtLeisure ? Math.max(LEAST_PART, 1 - busyPart()) : 1;
    const filled = ((now - this.#filledAt) / 1_000) * perSecond * part;
    this.#filledAt = now;
    this.#room = Math.min(most, this.#room + filled);
    return this.isHolding ? 0 : Math.floor(this.#room);
  }

  /** Whether nothing may be claimed, for a moment. */
  get isHolding(): boolean {
    return this.#room < Math.max(1, this.#options.most / 2);
  }

  /** So many were claimed. */
  take(count: number): void {
    this.#room -= count;
  }
}

/** How busy the event loop was since it was asked last. */
function busyPartOfLoop(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
