/** A queue in which lanes take turns: one of each before a second one of any. */
export class Lanes<T> {
  readonly #lanes = new Map<string, T[]>();

  /** Adds an item at the end of its lane. */
  add(lane: string, item: T): void {
    const items = this.#lanes.get(lane);
    if (items) {
      items.push(item);
    } else {
      this.#lanes.set(lane, [item]);
    }
  }

  /** Takes the first item of the lane whose turn it is. */
  take(): T | undefined {
    const [first] = this.#lanes;
    if (!first) {
      return undefined;
    }
    const [lane, items] = first;
    const item = items.shift();
    this.#lanes.delete(lane);
    if (items.length > 0) {
      this.#lanes.set(lane, items);
    }
    return item;
  }
}
