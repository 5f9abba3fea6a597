import { Database, Tx } from '../database';
import { Announced, ANNOUNCEMENT, History } from '../history';
import { Effect, JointHandler, leisureOf, Outbox } from '../outbox';
import { RequestsToPublish, requestIdOf } from '../requests';
import { Published, PublishedRequest, Subscriber } from './types';

type Options = {
  database: Database;
  outbox: Outbox;
  history: History;
  requests: RequestsToPublish;
  subscribers: readonly Subscriber[];
  /** Tells the worker that there are new effects. */
  wake: () => void;
  now: () => string;
};

/**
 * Brings what was written into history to those who are told: each gives the
 * effects that follow for it, and they are written with the mark that the
 * lines were published. So nothing is left out, and nothing comes twice.
 */
export class Publisher {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Publishes the lines that some effects announce. */
  readonly publish: JointHandler = async (effects, { completeIn }) => {
    const { database, outbox, subscribers, wake, now } = this.#options;
    const { published, added } = await database.inUnhurriedTransaction(
      async tx => {
        const read = await this.#read(tx, effects);
        const drafts = [];
        for (const subscriber of subscribers) {
          drafts.push(...(await subscriber.draftsFor(tx, read)));
        }
        await outbox.add(tx, drafts, now());
        await completeIn(tx);
        return { published: read, added: drafts.length };
      },
    );
    for (const subscriber of subscribers) {
      subscriber.afterwards?.(published);
    }
    if (added > 0) {
      wake();
    }
  };

  /** What the effects announce, in their order. */
  async #read(tx: Tx, effects: readonly Effect[]): Promise<Published[]> {
    const { history, requests } = this.#options;
    const announced = effects.map(({ stream, channel, payload }) => ({
      stream,
      atLeisure: channel === leisureOf(ANNOUNCEMENT),
      ...(payload as Announced),
    }));
    const events = await history.linesOf(announced, tx);
    const facts = await requests.facts(
      tx,
      announced.flatMap(({ stream, request }) =>
        request ? [{ id: requestIdOf(stream), round: request.round }] : [],
      ),
    );
    return announced.map(({ stream, atLeisure, from, to, request }) => ({
      stream,
      atLeisure,
      events: events.filter(
        event =>
          event.stream === stream && event.seq >= from && event.seq <= to,
      ),
      ...(request && {
        request: {
          ...facts.get(`${requestIdOf(stream)} ${request.round}`),
          ...request,
        } as PublishedRequest,
      }),
    }));
  }
}
