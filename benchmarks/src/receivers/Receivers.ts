import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export const RECEIVERS = 10;
export const SLOW_ONES = 1;
/** Milliseconds that a slow one takes for each message. */
export const SLOW_AFTER = 500;

/** Receivers of webhooks in a process of their own. */
export class Receivers {
  readonly ports: readonly number[];
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, ports: readonly number[]) {
    this.#child = child;
    this.ports = ports;
  }

  /** Starts them. */
  static async start(): Promise<Receivers> {
    const child = fork(require.resolve('./servers'), {
      execArgv: process.execArgv,
    });
    return new Receivers(
      child,
      (await told<{ ports: number[] }>(child, 'ports')).ports,
    );
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** When messages came since the last time it was asked, by receiver: milliseconds. */
  async arrivals(): Promise<number[][]> {
    this.#child.send('arrivals');
    return (await told<{ arrivals: number[][] }>(this.#child, 'arrivals'))
      .arrivals;
  }

  /** Ends them. */
  async stop(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, 'exit');
  }
}

/** What the child tells; what transforms its sources tells things of its own. */
async function told<T extends object>(
  child: ChildProcess,
  what: keyof T,
): Promise<T> {
  for (;;) {
    const [message] = await once(child, 'message');
    if (what in message) {
      return message;
    }
  }
}
