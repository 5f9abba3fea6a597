import { lookup } from 'node:dns/promises';
import { LookupFunction } from 'node:net';
import { Agent, buildConnector, Pool, request } from 'undici';
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

/** What came back. */
export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** There was more. */
  cut: boolean;
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
    const deadline = new Deadline(timeout, signal);
    try {
      const response = await request(url, {
        method: 'POST',
        headers,
        body,
        dispatcher: this.#agent,
        signal: deadline.signal,
        headersTimeout: timeout,
        bodyTimeout: timeout,
      });
      return {
        status: response.statusCode,
        headers: textOf(response.headers),
        ...(await read(response.body, most)),
      };
    } catch (error) {
      throw deadline.signal.aborted ? deadline.signal.reason : inWords(error);
    } finally {
      deadline.end();
    }
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

/** An end after so many milliseconds, or when somebody else says so. */
class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #outer?: AbortSignal;
  readonly #stop = () => this.#controller.abort(this.#outer?.reason);

  constructor(timeout: number, outer?: AbortSignal) {
    this.#outer = outer;
    this.#timer = setTimeout(() => {
      const error = new Error(`No whole answer within ${timeout / 1_000} s`);
      this.#controller.abort(error);
    }, timeout);
    outer?.addEventListener('abort', this.#stop);
    if (outer?.aborted) {
      this.#stop();
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#stop);
  }
}

async function read(
  body: AsyncIterable<Buffer>,
  most: number,
): Promise<{ body: string; cut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > most) {
      // Leaving the loop ends the connection: nobody waits for gigabytes.
      break;
    }
  }
  const text = Buffer.concat(chunks).subarray(0, most).toString('utf8');
  return { body: text, cut: size > most };
}

function textOf(
  headers: Record<string, string | string[] | undefined>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      [value ?? ''].flat().join(', '),
    ]),
  );
}

function inWords(error: unknown): Error {
  const { message, code, errors } = error as {
    message?: string;
    code?: string;
    errors?: Error[];
  };
  // Of several addresses that all failed, the first tells enough.
  const words = message || errors?.[0]?.message || code || String(error);
  return new Error(words, { cause: error });
}
