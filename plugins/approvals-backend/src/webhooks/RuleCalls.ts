import { v4 as uuid } from 'uuid';
import { z } from 'zod';
import { GuardedClient } from '../outgoing';
import { endpointFor } from './endpointAddress';
import { Endpoints } from './Endpoints';
import { messageHeaders } from './message';

/** Milliseconds that whoever is asked gets to answer. */
const TIMEOUT = 5_000;
const MOST_BYTES = 1024 * 1024;

const answerSchema = z.object({ people: z.array(z.string()) });

type Options = {
  endpoints: Endpoints;
  client: GuardedClient;
  /** Milliseconds. */
  clock: () => number;
};

/** Asks an endpoint for people, signed as messages are. */
export class RuleCalls {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Sends a question and reads the people that are answered.
   *
   * @throws Error in words for people: no endpoint for rules has that address,
   *   it did not answer, or with something else
   */
  async ask(call: {
    url: string;
    question: object;
    signal: AbortSignal;
  }): Promise<string[]> {
    const { endpoints, client, clock } = this.#options;
    const { url, question, signal } = call;
    const enabled = (await endpoints.all()).filter(({ enabled: on }) => on);
    const endpoint = endpointFor(url, ['rules'], enabled);
    if (!endpoint) {
      throw new Error(
        `'${url}' begins with the address of no webhook endpoint that is enabled and used for rules`,
      );
    }
    const body = JSON.stringify(question);
    const secrets = endpoints.signing(endpoint);
    const answer = await client.post({
      url,
      headers: messageHeaders({ id: uuid(), at: clock(), body, secrets }),
      body,
      timeout: TIMEOUT,
      most: MOST_BYTES,
      signal,
    });
    if (answer.status < 200 || answer.status >= 300) {
      throw new Error(`'${url}' answered ${answer.status}`);
    }
    if (answer.cut) {
      throw new Error(`'${url}' answered with more than 1 MiB`);
    }
    return peopleIn(answer.body, url);
  }
}

function peopleIn(body: string, url: string): string[] {
  try {
    return answerSchema.parse(JSON.parse(body)).people;
  } catch (error) {
    throw new Error(
      `'${url}' did not answer with { "people": [...] } of user refs`,
      { cause: error },
    );
  }
}
