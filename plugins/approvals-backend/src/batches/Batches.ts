/** What one of many came to. */
export type Outcome<Result> = { result: Result } | { fault: unknown };

type Waiting<Item, Result> = {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
};

/**
 * Does together what many ask for at the same time: what is asked for in one
 * turn of the event loop, and whatever gathers while no more may run. Who asks
 * alone waits for nobody.
 */
export class Batches<Item, Result> {
  readonly #work: (items: Item[]) => Promise<Outcome<Result>[]>;
  readonly #most: number;
  readonly #atOnce: number;
  readonly #waiting: Waiting<Item, Result>[] = [];
  #running = 0;
  #isPlanned = false;

  /**
   * @param options.work - gives an outcome for each item, in their order. When
   *   it throws, that is everybody's fault.
   * @param options.most - items in one batch
   * @param options.atOnce - batches that run at the same time. Default 1.
   */
  constructor(options: {
    work: (items: Item[]) => Promise<Outcome<Result>[]>;
    most: number;
    atOnce?: number;
  }) {
    this.#work = options.work;
    this.#most = options.most;
    this.#atOnce = options.atOnce ?? 1;
  }

  /** Does one thing, together with others. */
  do(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      this.#plan();
    });
  }

  /** Begins in the next turn of the event loop: others come between two batches. */
  #plan(): void {
    if (
      this.#isPlanned ||
      this.#running >= this.#atOnce ||
      this.#waiting.length === 0
    ) {
      return;
    }
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      this.#run(this.#waiting.splice(0, this.#most));
      this.#plan();
    });
  }

  async #run(batch: Waiting<Item, Result>[]): Promise<void> {
    this.#running += 1;
    try {
      const outcomes = await this.#work(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index];
        if ('fault' in outcome) {
          reject(outcome.fault);
        } else {
          resolve(outcome.result);
        }
      });
    } catch (error) {
      batch.forEach(({ reject }) => reject(error));
    } finally {
      this.#running -= 1;
      this.#plan();
    }
  }
}
