import { setTimeout as sleep } from 'node:timers/promises';
import { signIn } from '@countersign/scripts';
import { Meter } from './Meter';

/** Sessions of Backstage live an hour. */
const SESSION = 20 * 60_000;

/** Somebody who works with the portal over HTTP, all of it measured. */
export class Person {
  readonly name: string;
  readonly #url: string;
  readonly #meter: Meter;
  #token = '';
  #signedInAt = 0;

  constructor(options: { name: string; url: string; meter: Meter }) {
    this.name = options.name;
    this.#url = options.url;
    this.#meter = options.meter;
  }

  /** Sends something; gives the body of a good answer, undefined for every other one. */
  async send<T>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<T | undefined> {
    const token = await this.#session();
    const began = performance.now();
    const told = (status: number) =>
      this.#meter.answered(status, performance.now() - began);
    try {
      const response = await fetch(`${this.#url}/api/approvals${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(60_000),
      });
      const answer =
        response.status === 204 ? undefined : await response.json();
      told(response.status);
      return response.ok ? answer : undefined;
    } catch {
      told(0);
      await sleep(1_000);
      return undefined;
    }
  }

  async #session(): Promise<string> {
    if (Date.now() - this.#signedInAt > SESSION) {
      this.#signedInAt = Date.now();
      this.#token = await signIn(this.#url, this.name);
    }
    return this.#token;
  }
}
