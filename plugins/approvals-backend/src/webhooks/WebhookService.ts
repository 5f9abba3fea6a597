import {
  LIMITS,
  updateWebhookBody,
  createWebhookBody,
  Webhook,
  WebhookWithSecret,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';
import { Database, Tx } from '../database';
import { ApprovalsRefusal, Caller, Once } from '../http';
import { Guard, newSecret } from '../outgoing';
import { Outbox } from '../outbox';
import { channelOf } from './drafts';
import { DeliveryStore } from './DeliveryStore';
import { changed, normalised } from './endpointChoices';
import { EndpointChanges } from './EndpointChanges';
import { EndpointSecrets } from './EndpointSecrets';
import { EndpointStore } from './EndpointStore';
import { EndpointViews } from './EndpointViews';
import { SecretRotation } from './SecretRotation';
import { Endpoint, EndpointChoices } from './types';
import { WebhookAccess } from './WebhookAccess';
import { choicesOf, WebhookEvents } from './WebhookEvents';
import { endpointView } from './webhookView';

type CreateBody = z.output<typeof createWebhookBody>;
type UpdateBody = z.output<typeof updateWebhookBody>;

type Options = {
  database: Database;
  store: EndpointStore;
  deliveries: DeliveryStore;
  outbox: Outbox;
  secrets: EndpointSecrets;
  guard: Guard;
  access: WebhookAccess;
  events: WebhookEvents;
  changes: EndpointChanges;
  views: EndpointViews;
  rotation: SecretRotation;
  /** Called after each change, so that what is remembered of endpoints is read again. */
  onChange: () => void;
  /** UTC text with milliseconds. */
  now: () => string;
  newId: () => string;
};

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
    const { database, store, secrets, access } = this.#options;
    const { rotation, now, newId } = this.#options;
    await access.requireMaker(caller);
    if (once?.again && (await store.get(once.id))) {
      // Made by a try whose answer nobody got: its secret was never shown.
      return rotation.rotate(caller, once.id, () => ({ keepOld: false }));
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
    const endpoint = await this.#options.changes.change(
      caller,
      id,
      async (tx, before, at) => {
        const choices = normalised({ ...before, ...readBody() });
        const after = changed(before, this.#checked(choices), at);
        await this.#options.store.save(tx, after);
        await this.#tellUpdate(tx, caller, before, after);
        return after;
      },
    );
    return this.#options.views.viewOf(endpoint);
  }

  /**
   * Removes an endpoint. What waits for it is dropped.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND
   */
  async remove(caller: Caller, id: string): Promise<void> {
    const { store, deliveries, outbox, events } = this.#options;
    await this.#options.changes.change(caller, id, async (tx, before, at) => {
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
}
