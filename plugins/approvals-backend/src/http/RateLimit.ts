/** How many writes one caller may send. */
export type RateLimitOptions = {
  /** Writes a second in the long run; 0: no limit. */
  writesPerSecond: number;
  /** Writes at once, after a rest. */
  burst: number;
};

const SWEEP_EVERY_MS = 10_000;

/**
 * A token bucket for each caller, in this process, as the generic cell rate
 * algorithm (ITU-T I.371): all it keeps is when the bucket would be full again.
 */
export class RateLimit {
  readonly #interval: number;
  readonly #tolerance: number;
  readonly #fullAt = new Map<string, number>();
  #sweptAt = 0;

  constructor({ writesPerSecond, burst }: RateLimitOptions) {
    this.#interval = writesPerSecond > 0 ? 1_000 / writesPerSecond : 0;
    this.#tolerance = this.#interval * (Math.max(1, burst) - 1);
  }

  /**
   * Takes one from the caller's bucket.
   *
   * @param now - milliseconds
   * @returns milliseconds to wait; 0 when the write may go on
   */
  take(caller: string, now: number): number {
    if (this.#interval === 0) {
      return 0;
    }
    const fullAt = Math.max(now, this.#fullAt.get(caller) ?? 0);
    const wait = fullAt - now - this.#tolerance;
    if (wait > 0) {
      return Math.ceil(wait);
    }
    this.#fullAt.set(caller, fullAt + this.#interval);
    this.#sweep(now);
    return 0;
  }

  /** Forgets full buckets, so that callers long gone take no memory. */
  #sweep(now: number): void {
    if (now - this.#sweptAt < SWEEP_EVERY_MS) {
      return;
    }
    this.#sweptAt = now;
    for (const [caller, fullAt] of this.#fullAt) {
      if (fullAt <= now) {
        this.#fullAt.delete(caller);
      }
    }
  }
}
