import { GuardedClient } from '../outgoing';
import { Delivery, EffectHandler, RetryLater } from '../outbox';
import { DeliveryFailed } from './DeliveryFailed';
import { SEND, SendPayload } from './drafts';
import { beginsWith } from './endpointAddress';
import { Endpoints } from './Endpoints';
import { HealthStore } from './HealthStore';
import { KEPT_BYTES, keptAnswer } from './keptAnswer';
import { messageHeaders } from './message';
import { SendingStore, ToSend } from './SendingStore';
import { Together } from './Together';
import { Endpoint, StoredAttempt } from './types';

type Options = {
  endpoints: Endpoints;
  store: SendingStore;
  health: HealthStore;
  client: GuardedClient;
  /** Milliseconds that an endpoint gets to answer. */
  timeout: number;
  /** Milliseconds. */
  clock: () => number;
};

type Sent = { endpointId: string; attempt: StoredAttempt };

const AT_ONCE = 200;

/** Sends messages to endpoints and records how it went. */
export class Sender {
  readonly #options: Options;
  readonly #loading: Together<string, ToSend | undefined>;
  readonly #recording: Together<Sent, void>;

  constructor(options: Options) {
    this.#options = options;
    this.#loading = new Together(ids => this.#load(ids), { most: AT_ONCE });
    this.#recording = new Together(sent => this.#record(sent), {
      most: AT_ONCE,
    });
  }

  /**
   * Sends one message. What has ended, or whose endpoint is gone, is not sent.
   *
   * @throws DeliveryFailed
   */
  readonly send: EffectHandler = async (effect, { signal }: Delivery) => {
    const { deliveryId, endpointId } = effect.payload as SendPayload;
    const { endpoints, clock } = this.#options;
    const [delivery, endpoint] = await Promise.all([
      this.#loading.add(deliveryId),
      endpoints.get(endpointId),
    ]);
    if (!endpoint || delivery?.status !== 'pending') {
      return;
    }
    if (!endpoint.enabled && effect.kind === SEND) {
      // Disabled since it was claimed: it waits, as the rest of the queue does.
      throw new RetryLater(new Date(clock()).toISOString());
    }
    const attempt = await this.#try(delivery, endpoint, signal);
    if (attempt.error !== undefined) {
      throw new DeliveryFailed(attempt);
    }
    await this.#recording.add({ endpointId, attempt });
  };

  async #try(
    delivery: ToSend,
    endpoint: Endpoint,
    signal: AbortSignal,
  ): Promise<StoredAttempt> {
    const { clock } = this.#options;
    const began = clock();
    const url = delivery.callbackUrl ?? endpoint.url;
    const attempt = {
      deliveryId: delivery.id,
      number: delivery.attempts + 1,
      at: new Date(began).toISOString(),
      url,
    };
    try {
      if (!beginsWith(url, endpoint.url)) {
        throw new Error(
          'The callback address does not begin with that of its endpoint any more',
        );
      }
      const answer = await this.#post(delivery, endpoint, {
        url,
        at: began,
        signal,
      });
      return { ...attempt, duration: clock() - began, ...answer };
    } catch (error) {
      signal.throwIfAborted();
      const { message } = error as Error;
      return { ...attempt, duration: clock() - began, error: message };
    }
  }

  async #post(
    { messageId, body }: ToSend,
    endpoint: Endpoint,
    to: { url: string; at: number; signal: AbortSignal },
  ): Promise<Pick<StoredAttempt, 'status' | 'error' | 'response'>> {
    const { client, endpoints, timeout } = this.#options;
    const secrets = endpoints.signing(endpoint);
    const headers = messageHeaders({ id: messageId, at: to.at, body, secrets });
    const { status, ...answer } = await client.post({
      url: to.url,
      headers,
      body,
      timeout,
      most: KEPT_BYTES,
      signal: to.signal,
    });
    const isTaken = status >= 200 && status < 300;
    return {
      status,
      ...(!isTaken && { error: `It answered ${status}` }),
      response: keptAnswer(answer, headers['webhook-signature']),
    };
  }

  async #load(ids: string[]): Promise<(ToSend | undefined)[]> {
    const found = await this.#options.store.load(ids);
    return ids.map(id => found.get(id));
  }

  async #record(sent: Sent[]): Promise<void[]> {
    const { store, health, clock } = this.#options;
    const now = new Date(clock()).toISOString();
    const endpointIds = [...new Set(sent.map(({ endpointId }) => endpointId))];
    await store.delivered(
      sent.map(({ attempt }) => attempt),
      now,
    );
    await health.succeeded(endpointIds, now);
    return sent.map(() => undefined);
  }
}
