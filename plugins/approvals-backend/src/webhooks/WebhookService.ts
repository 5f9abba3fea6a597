import {
  LIMITS,
  Page,
  rotateSecretBody,
  updateWebhookBody,
  createWebhookBody,
  Webhook,
  WebhookQuery,
  WebhookWithSecret,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';
import { Database, Tx } from '../database';
import {
  ApprovalsRefusal,
  Caller,
  decodeCursor,
  encodeCursor,
  notFound,
  Once,
} from '../http';
import { Guard, newSecret } from '../outgoing';
import { Outbox } from '../outbox';
import { channelOf } from './drafts';
import { DeliveryStore } from './DeliveryStore';
import { changed, normalised } from './endpointChoices';
import { EndpointSecrets } from './EndpointSecrets';
import { EndpointStore } from './EndpointStore';
import { Endpoint, EndpointChoices, WebhookSettings } from './types';
import { WebhookAccess } from './WebhookAccess';
import { choicesOf, WebhookEvents } from './WebhookEvents';
import { endpointView } from './webhookView';

type CreateBody = z.output<typeof createWebhookBody>;
type UpdateBody = z.output<typeof updateWebhookBody>;
type RotateBody = z.output<typeof rotateSecretBody>;

type Options = {
  database: Database;
  store: EndpointStore;
  deliveries: DeliveryStore;
  outbox: Outbox;
  secrets: EndpointSecrets;
  guard: Guard;
  access: WebhookAccess;
  events: WebhookEvents;
  settings: WebhookSettings;
  /** Called after each change, so that what is remembered of endpoints is read again. */
  onChange: () => void;
  /** UTC text with milliseconds. */
  now: () => string;
  newId: () => string;
};

const SORT = '-createdAt';

/** The endpoints that are told what happens, or asked for approvers. */
export class WebhookService {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Makes an endpoint and gives its secret, this once.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_ALLOWED, INVALID_INPUT,
   *   ENDPOINT_LIMIT, UNAVAILABLE without a key to encrypt with
   */
  async create(
    caller: Caller,
    readBody: () => CreateBody,
    once?: Once,
  ): Promise<WebhookWithSecret> {
    const { database, store, secrets, access, now, newId } = this.#options;
    await access.requireMaker(caller);
    if (once?.again && (await store.get(once.id))) {
      // Made by a try whose answer nobody got: its secret was never shown.
      return this.rotateSecret(caller, once.id, () => ({ keepOld: false }));
    }
    const choices = this.#checked(normalised(readBody()));
    const id = once?.id ?? newId();
    const at = now();
    const secret = newSecret();
    const endpoint: Endpoint = {
      ...choices,
      id,
      ...(!choices.enabled && { disabledAt: at, disabledReason: 'person' }),
      secret: secrets.seal(secret, id),
      createdBy: caller.ref,
      createdAt: at,
      updatedAt: at,
    };
    await database.inTransaction(tx => this.#add(tx, endpoint));
    this.#options.onChange();
    return { ...endpointView(endpoint, 0, at), secret };
  }

  /** A page of endpoints, newest first. @throws ApprovalsRefusal NOT_ALLOWED, INVALID_CURSOR */
  async list(
    caller: Caller,
    { limit: asked, cursor }: WebhookQuery,
  ): Promise<Page<Webhook>> {
    const { store, access } = this.#options;
    await access.requireManager(caller);
    const limit = Number(asked ?? LIMITS.page);
    const found = await store.list({
      after: cursor ? decodeCursor(cursor, SORT, {}) : undefined,
      limit: limit + 1,
    });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: await this.#views(shown),
      ...(found.length > limit &&
        last && {
          nextCursor: encodeCursor(
            SORT,
            {},
            { value: last.createdAt, id: last.id },
          ),
        }),
    };
  }

  /** One endpoint. @throws ApprovalsRefusal NOT_FOUND */
  async get(caller: Caller, id: string): Promise<Webhook> {
    await this.#options.access.requireSight(caller);
    const endpoint = await this.#options.store.get(id);
    if (!endpoint) {
      throw notFound();
    }
    const [view] = await this.#views([endpoint]);
    return view;
  }

  /**
   * Changes what people choose of an endpoint. What waits goes to the new
   * address; enabling it makes all of that due.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND, INVALID_INPUT
   */
  async update(
    caller: Caller,
    id: string,
    readBody: () => UpdateBody,
  ): Promise<Webhook> {
    const endpoint = await this.#change(caller, id, async (tx, before, at) => {
      const choices = normalised({ ...before, ...readBody() });
      const after = changed(before, this.#checked(choices), at);
      await this.#options.store.save(tx, after);
      await this.#tellUpdate(tx, caller, before, after);
      return after;
    });
    const [view] = await this.#views([endpoint]);
    return view;
  }

  /**
   * Gives an endpoint a new secret, shown this once. For a while messages are
   * signed with both.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND, INVALID_INPUT, UNAVAILABLE
   */
  async rotateSecret(
    caller: Caller,
    id: string,
    readBody: () => RotateBody,
  ): Promise<WebhookWithSecret> {
    const { store, secrets, events, settings } = this.#options;
    const secret = newSecret();
    const endpoint = await this.#change(caller, id, async (tx, before, at) => {
      const until = readBody().keepOld
        ? new Date(Date.parse(at) + settings.keepOldSecret).toISOString()
        : undefined;
      const after: Endpoint = {
        ...before,
        secret: secrets.seal(secret, id),
        oldSecret: until && before.secret,
        oldSecretUntil: until,
        updatedAt: at,
      };
      await store.save(tx, after);
      await events.tell(tx, {
        type: 'webhook.rotated',
        actor: caller.ref,
        at,
        payload: { id, ...(until && { oldSecretUntil: until }) },
      });
      return after;
    });
    const [view] = await this.#views([endpoint]);
    return { ...view, secret };
  }

  /**
   * Removes an endpoint. What waits for it is dropped.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND
   */
  async remove(caller: Caller, id: string): Promise<void> {
    const { store, deliveries, outbox, events } = this.#options;
    await this.#change(caller, id, async (tx, before, at) => {
      const after: Endpoint = {
        ...before,
        enabled: false,
        secret: '',
        oldSecret: undefined,
        oldSecretUntil: undefined,
        removedAt: at,
      };
      await store.save(tx, after);
      await deliveries.drop(tx, { endpointId: id, now: at });
      await outbox.drop(tx, { channel: channelOf(id), now: at });
      await events.tell(tx, {
        type: 'webhook.removed',
        actor: caller.ref,
        at,
        payload: { id, name: before.name },
      });
      return after;
    });
  }

  async #add(tx: Tx, endpoint: Endpoint): Promise<void> {
    const { store, events } = this.#options;
    await store.lockAll(tx);
    if ((await store.count(tx)) >= LIMITS.webhooks) {
      throw new ApprovalsRefusal(
        'ENDPOINT_LIMIT',
        `There are ${LIMITS.webhooks} webhook endpoints already, and no more can be made: remove one first`,
      );
    }
    await store.add(tx, endpoint);
    await events.tell(tx, {
      type: 'webhook.created',
      actor: endpoint.createdBy,
      at: endpoint.createdAt,
      payload: choicesOf(endpoint),
    });
  }

  async #change(
    caller: Caller,
    id: string,
    work: (tx: Tx, before: Endpoint, at: string) => Promise<Endpoint>,
  ): Promise<Endpoint> {
    const { database, store, access, now, onChange } = this.#options;
    await access.requireChange(caller);
    const after = await database.inTransaction(async tx => {
      const before = await store.lock(tx, id);
      if (!before) {
        throw notFound();
      }
      return work(tx, before, now());
    });
    onChange();
    return after;
  }

  async #tellUpdate(
    tx: Tx,
    { ref: actor }: Caller,
    before: Endpoint,
    after: Endpoint,
  ): Promise<void> {
    const { events, outbox } = this.#options;
    const { id, updatedAt: at } = after;
    const [was, is] = [before, after].map(endpoint =>
      JSON.stringify({ ...choicesOf(endpoint), enabled: undefined }),
    );
    if (was !== is) {
      const payload = choicesOf(after);
      await events.tell(tx, { type: 'webhook.updated', actor, at, payload });
    }
    if (after.enabled && !before.enabled) {
      await outbox.hasten(tx, channelOf(id), at);
      const payload = { id };
      await events.tell(tx, { type: 'webhook.enabled', actor, at, payload });
    }
    if (before.enabled && !after.enabled) {
      const payload = { id, reason: 'person' as const };
      await events.tell(tx, { type: 'webhook.disabled', actor, at, payload });
    }
  }

  #checked(choices: EndpointChoices): EndpointChoices {
    const fault = this.#options.guard.faultOf(choices.url);
    if (fault) {
      throw new ApprovalsRefusal('INVALID_INPUT', `/url: ${fault}`, {
        issues: [{ path: '/url', message: fault }],
      });
    }
    return choices;
  }

  async #views(endpoints: Endpoint[]): Promise<Webhook[]> {
    const { deliveries, now } = this.#options;
    const waiting = await deliveries.waiting(endpoints.map(({ id }) => id));
    return endpoints.map(endpoint =>
      endpointView(endpoint, waiting.get(endpoint.id) ?? 0, now()),
    );
  }
}
