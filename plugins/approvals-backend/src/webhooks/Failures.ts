import { Tx } from '../database';
import { Effect } from '../outbox';
import { SendPayload } from './drafts';
import { HealthStore } from './HealthStore';
import { DeliveryFailed } from './DeliveryFailed';
import { SendingStore } from './SendingStore';
import { WebhookEvents } from './WebhookEvents';

type Options = {
  store: SendingStore;
  health: HealthStore;
  events: WebhookEvents;
  /** An endpoint that fails for so many milliseconds is disabled. */
  disableAfter: number;
  /** Called when an endpoint was disabled. */
  onDisabled: () => void;
  /** UTC text with milliseconds. */
  now: () => string;
};

type Failure = { error: unknown; retryAt?: string };

/** Records tries that failed; gives messages up, and disables endpoints that fail for days. */
export class Failures {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Records one in the transaction that sets the effect back. */
  async record(
    tx: Tx,
    { payload, attempt: tries }: Effect,
    { error, retryAt }: Failure,
  ): Promise<void> {
    const { store, now } = this.#options;
    const { deliveryId, endpointId } = payload as SendPayload;
    const at = now();
    const attempt = error instanceof DeliveryFailed ? error.attempt : undefined;
    const lastError = error instanceof Error ? error.message : String(error);
    await store.failed(tx, { deliveryId, attempt, retryAt, now: at });
    if (!retryAt) {
      await this.#tellExhausted(tx, { deliveryId, tries, lastError, at });
    }
    if (attempt) {
      await this.#countAgainst(tx, endpointId, lastError, at);
    }
  }

  async #tellExhausted(
    tx: Tx,
    given: { deliveryId: string; tries: number; lastError: string; at: string },
  ): Promise<void> {
    const { store, events } = this.#options;
    const { deliveryId, tries, lastError, at } = given;
    const [delivery] = (await store.load([deliveryId], tx)).values();
    if (!delivery || delivery.kind === 'test') {
      return;
    }
    const { endpointId, messageId, type, requestId } = delivery;
    await events.tell(tx, {
      type: 'webhook.exhausted',
      at,
      payload: {
        id: endpointId,
        deliveryId,
        messageId,
        messageType: type,
        ...(requestId && { requestId }),
        attempts: tries,
        lastError,
      },
    });
  }

  async #countAgainst(
    tx: Tx,
    id: string,
    lastError: string,
    at: string,
  ): Promise<void> {
    const { health, events, disableAfter, onDisabled } = this.#options;
    const failing = await health.failed(tx, { id, error: lastError, now: at });
    if (!failing?.enabled) {
      return;
    }
    const isOver = Date.parse(at) - Date.parse(failing.since) >= disableAfter;
    if (isOver && (await health.disable(tx, { id, now: at }))) {
      await events.tell(tx, {
        type: 'webhook.disabled',
        at,
        payload: {
          id,
          reason: 'failing',
          failingSince: failing.since,
          lastError,
        },
      });
      onDisabled();
    }
  }
}
