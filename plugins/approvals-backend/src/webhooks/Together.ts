type Waiting<T, R> = {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
};

/**
 * Does many small things in one go: what comes while one go runs, or in the
 * same turn of the event loop, makes up the next one.
 */
export class Together<T, R> {
  readonly #work: (items: T[]) => Promise<R[]>;
  readonly #most: number;
  #waiting: Waiting<T, R>[] = [];
  #isRunning = false;

  /**
   * @param work - gives a result for each item, in their order
   * @param options.most - items in one go
   */
  constructor(work: (items: T[]) => Promise<R[]>, options: { most: number }) {
    this.#work = work;
    this.#most = options.most;
  }

  /** The item's result. When its go fails, so do all items of it. */
  add(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#isRunning) {
        this.#isRunning = true;
        setImmediate(() => this.#run());
      }
    });
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, this.#most);
      try {
        const results = await this.#work(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, index) => resolve(results[index]));
      } catch (error) {
        batch.forEach(({ reject }) => reject(error));
      }
    }
    this.#isRunning = false;
  }
}
