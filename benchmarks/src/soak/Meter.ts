/** What one minute of load came to. Times are milliseconds. */
export type Minute = {
  requests: number;
  p95: number;
  /** Answers by status; 0 where none came. */
  statuses: Record<string, number>;
  /** The least memory that the backend held in this minute, in MiB: what it holds when its garbage is gone. */
  memory: number;
  /** Effects that are due and not done. */
  waiting: number;
  /** Messages that receivers took. */
  messages: number;
};

/** Counts what happens in a minute. */
export class Meter {
  #times: number[] = [];
  #statuses: Record<string, number> = {};
  #memory: number[] = [];
  #messages = 0;

  /** A call was answered. */
  answered(status: number, milliseconds: number): void {
    this.#times.push(milliseconds);
    this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
  }

  /** A receiver took a message. */
  told(): void {
    this.#messages += 1;
  }

  /** The backend holds so many MiB now. */
  holds(memory: number): void {
    this.#memory.push(memory);
  }

  /** Ends the minute and begins the next. */
  end(waiting: number): Minute {
    const times = this.#times.sort((a, b) => a - b);
    const minute = {
      requests: times.length,
      p95: times[Math.floor(times.length * 0.95)] ?? 0,
      statuses: this.#statuses,
      memory: Math.min(...this.#memory),
      waiting,
      messages: this.#messages,
    };
    this.#times = [];
    this.#statuses = {};
    this.#memory = [];
    this.#messages = 0;
    return minute;
  }
}
