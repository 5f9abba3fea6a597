/** A pause that somebody else can end; ended before it begins, it is over at once. */
export class Rest {
  #isOver = false;
  #end: (() => void) | undefined;

  /** Pauses for so many milliseconds at most. */
  async begin(milliseconds: number): Promise<void> {
    if (!this.#isOver) {
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, milliseconds);
        this.#end = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#isOver = false;
    this.#end = undefined;
  }

  /** Ends the pause, or the next one. */
  end(): void {
    this.#isOver = true;
    this.#end?.();
  }
}
