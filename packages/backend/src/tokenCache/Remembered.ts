/** So many are kept; then all are forgotten, which costs one more look at each. */
const MOST = 10_000;

/** Values that are good until a time. Times are milliseconds. */
export class Remembered<T> {
  readonly #entries = new Map<string, { value: T; until: number }>();

  /** What is known under a key and still good. */
  get(key: string, now: number): T | undefined {
    const entry = this.#entries.get(key);
    if (entry && entry.until > now) {
      return entry.value;
    }
    this.#entries.delete(key);
    return undefined;
  }

  /** Keeps a value until a time. */
  set(key: string, value: T, until: number): void {
    if (this.#entries.size >= MOST) {
      this.#entries.clear();
    }
    this.#entries.set(key, { value, until });
  }
}
