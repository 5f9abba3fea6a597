/**
 * A queue in which lanes take turns. One item of a lane is out at a time: the
 * next one waits until it is done, while other lanes go on.
 */
export class Lanes<T> {
  readonly #waiting = new Map<string, T[]>();
  readonly #out = new Set<string>();

  /** Adds an item at the end of its lane. */
  add(lane: string, item: T): void {
    const items = this.#waiting.get(lane);
    if (items) {
      items.push(item);
    } else {
      this.#waiting.set(lane, [item]);
    }
  }

  /** Takes the first item of the lane whose turn it is. */
  take(): { lane: string; item: T } | undefined {
    for (const [lane, items] of this.#waiting) {
      if (!this.#out.has(lane)) {
        this.#waiting.delete(lane);
        const [item, ...rest] = items;
        if (rest.length > 0) {
          this.#waiting.set(lane, rest);
        }
        this.#out.add(lane);
        return { lane, item };
      }
    }
    return undefined;
  }

  /** Says that the lane's item is done: its next one may go, after the other lanes. */
  done(lane: string): void {
    this.#out.delete(lane);
    const items = this.#waiting.get(lane);
    if (items) {
      this.#waiting.delete(lane);
      this.#waiting.set(lane, items);
    }
  }

  /** Takes everything that waits. */
  clear(): T[] {
    const items = [...this.#waiting.values()].flat();
    this.#waiting.clear();
    return items;
  }
}
