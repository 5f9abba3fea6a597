import {
  Delivery,
  DeliveryItem,
  DeliveryQuery,
  LIMITS,
  Page,
} from '@countersign/backstage-plugin-approvals-common';
import { Database, Tx } from '../database';
import {
  ApprovalsRefusal,
  Caller,
  decodeCursor,
  encodeCursor,
  notFound,
  Once,
} from '../http';
import { Outbox } from '../outbox';
import { DeliveryStore } from './DeliveryStore';
import { againDraft, againLane, laneOf } from './drafts';
import { EndpointStore } from './EndpointStore';
import { StoredAttempt, StoredDelivery } from './types';
import { WebhookAccess } from './WebhookAccess';
import { WebhookEvents } from './WebhookEvents';
import { deliveryItemView, deliveryView } from './webhookView';

type Options = {
  database: Database;
  store: DeliveryStore;
  endpoints: EndpointStore;
  outbox: Outbox;
  access: WebhookAccess;
  events: WebhookEvents;
  wake: () => void;
  /** UTC text with milliseconds. */
  now: () => string;
  newId: () => string;
};

const SORT = '-createdAt';
const TEST_TYPE = 'webhook.test';

/** The messages to endpoints: shown, and sent by hand. */
export class DeliveryService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** A page of messages, newest first. @throws ApprovalsRefusal NOT_ALLOWED, INVALID_CURSOR */
  async list(
    caller: Caller,
    query: DeliveryQuery,
  ): Promise<Page<DeliveryItem>> {
    const { store, access } = this.#options;
    await access.requireManager(caller);
    const { limit: asked, cursor, ...filters } = query;
    const limit = Number(asked ?? LIMITS.page / 2);
    const found = await store.list({
      filters,
      after: cursor ? decodeCursor(cursor, SORT, filters) : undefined,
      limit: limit + 1,
    });
    const shown = found.slice(0, limit);
    const attempts = byDelivery(
      await store.attemptsOf(
        shown.map(({ id }) => id),
        { withResponse: false },
      ),
    );
    const last = shown.at(-1);
    return {
      items: shown.map(delivery =>
        deliveryItemView(delivery, attempts.get(delivery.id) ?? []),
      ),
      ...(found.length > limit &&
        last && {
          nextCursor: encodeCursor(SORT, filters, {
            value: last.createdAt,
            id: last.id,
          }),
        }),
    };
  }

  /** One message with all its tries. @throws ApprovalsRefusal NOT_FOUND */
  async get(caller: Caller, id: string): Promise<Delivery> {
    await this.#options.access.requireSight(caller);
    return this.#view(id);
  }

  /**
   * Sends a test message to an endpoint, also to one that is disabled. It is
   * tried once.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND
   */
  async test(
    caller: Caller,
    endpointId: string,
    readBody: () => object,
    once?: Once,
  ): Promise<Delivery> {
    const { database, store, endpoints, outbox, access } = this.#options;
    const { wake, now, newId } = this.#options;
    await access.requireChange(caller);
    if (once?.again && (await store.get(once.id))) {
      return this.#view(once.id);
    }
    const id = once?.id ?? newId();
    const at = now();
    await database.inTransaction(async tx => {
      if (!(await endpoints.lock(tx, endpointId))) {
        throw notFound();
      }
      readBody();
      const body = {
        type: TEST_TYPE,
        timestamp: at,
        data: { endpointId, actor: caller.ref },
      };
      const delivery = {
        id,
        endpointId,
        kind: 'test' as const,
        messageId: id,
        type: TEST_TYPE,
        stream: `webhook:${endpointId}`,
        body: JSON.stringify(body),
        createdAt: at,
      };
      await store.add(tx, [delivery]);
      await outbox.add(tx, [againDraft(delivery, at)], at);
    });
    wake();
    return this.#view(id);
  }

  /**
   * Sends a message now: one that waits is not put off any longer, one that
   * has ended goes once more, with its id.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND, ENDPOINT_REMOVED
   */
  async retry(
    caller: Caller,
    id: string,
    readBody: () => object,
  ): Promise<Delivery> {
    const { database, store, endpoints, access, events } = this.#options;
    const { wake, now } = this.#options;
    await access.requireChange(caller);
    const known = await store.get(id);
    if (!known) {
      throw notFound();
    }
    readBody();
    await database.inTransaction(async tx => {
      const at = now();
      const endpoint = await endpoints.lock(tx, known.endpointId);
      const delivery = await store.lock(tx, id);
      if (!endpoint || !delivery) {
        throw new ApprovalsRefusal(
          'ENDPOINT_REMOVED',
          'The endpoint of this message was removed: there is nowhere to send it',
        );
      }
      await this.#sendAgain(tx, delivery, at);
      await events.tell(tx, {
        type: 'webhook.retried',
        actor: caller.ref,
        at,
        payload: { id: endpoint.id, deliveryId: id },
      });
    });
    wake();
    return this.#view(id);
  }

  async #sendAgain(tx: Tx, delivery: StoredDelivery, at: string) {
    const { store, outbox } = this.#options;
    if (delivery.status === 'pending') {
      await outbox.hastenLane(tx, laneOf(delivery), at);
      await outbox.hastenLane(tx, againLane(delivery), at);
    } else {
      await outbox.add(tx, [againDraft(delivery, at)], at);
    }
    await store.reopen(tx, delivery.id, at);
  }

  async #view(id: string): Promise<Delivery> {
    const { store } = this.#options;
    const delivery = await store.get(id);
    if (!delivery) {
      throw notFound();
    }
    const attempts = await store.attemptsOf([id], { withResponse: true });
    return deliveryView(delivery, attempts);
  }
}

function byDelivery(attempts: StoredAttempt[]): Map<string, StoredAttempt[]> {
  const groups = new Map<string, StoredAttempt[]>();
  for (const attempt of attempts) {
    const group = groups.get(attempt.deliveryId);
    if (group) {
      group.push(attempt);
    } else {
      groups.set(attempt.deliveryId, [attempt]);
    }
  }
  return groups;
}
