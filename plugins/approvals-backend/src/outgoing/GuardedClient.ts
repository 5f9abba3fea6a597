import { lookup } from 'node:dns/promises';
import { LookupFunction } from 'node:net';
import { Agent, buildConnector, Pool } from 'undici';
import { Answer, Exchange } from './Exchange';
import { Guard, Resolve, Target, targetOf } from './Guard';

/** Something to be sent. Times are milliseconds, sizes bytes. */
export type Post = {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** For all of it: finding, connecting, sending, and the whole answer. */
  timeout: number;
  /** What is read of the answer's body; the rest is cut, and the connection with it. */
  most: number;
  signal?: AbortSignal;
};

/**
 * Sends to where the guard lets it, and nowhere else. A name is resolved once
 * for each connection, all its addresses are checked, and the connection goes
 * to what was checked: a name that changes in between changes nothing. Under
 * TLS the certificate must be of the name. Redirects are not followed;
 * connections are kept and used again.
 */
export class GuardedClient {
  readonly #guard: Guard;
  readonly #resolve: Resolve;
  readonly #agent: Agent;

  constructor(options: { guard: Guard; resolve?: Resolve }) {
    this.#guard = options.guard;
    this.#resolve =
      options.resolve ?? (host => lookup(host, { all: true, verbatim: true }));
    this.#agent = new Agent({
      factory: (origin, settings) => {
        const target = targetOf(new URL(origin));
        const connect: buildConnector.BuildOptions = {
          lookup: this.#lookupOf(target),
        };
        return new Pool(origin, { ...settings, connect });
      },
    });
  }

  /**
   * Sends something and reads the answer.
   *
   * @throws Error in words for people, when nothing may go there or no whole answer came
   */
  async post(options: Post): Promise<Answer> {
    const { url, headers, body, timeout, most, signal } = options;
    const fault = this.#guard.faultOf(url);
    if (fault) {
      throw new Error(`The address ${fault}`);
    }
    const { origin, pathname, search } = new URL(url);
    const exchange = new Exchange({ timeout, most, signal });
    this.#agent.dispatch(
      { origin, path: `${pathname}${search}`, method: 'POST', headers, body },
      exchange,
    );
    return exchange.answer;
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  #lookupOf(target: Target): LookupFunction {
    return (_, { all }, callback) => {
      this.#guard.addressesOf(target, this.#resolve).then(
        found =>
          all
            ? callback(null, found)
            : callback(null, found[0].address, found[0].family),
        error => callback(error, '', 0),
      );
    };
  }
}
