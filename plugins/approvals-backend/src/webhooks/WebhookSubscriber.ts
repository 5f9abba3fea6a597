import { Event } from '@countersign/backstage-plugin-approvals-common';
import { Tx } from '../database';
import { EffectDraft } from '../outbox';
import { Published, PublishedRequest, Subscriber } from '../publishing';
import { DeliveryStore } from './DeliveryStore';
import { sendDraft } from './drafts';
import { CALLBACK_USES, endpointFor } from './endpointAddress';
import { EndpointStore } from './EndpointStore';
import { messageBody, policyKeyOf } from './message';
import { Endpoint, NewDelivery } from './types';
import { endpointOfStream } from './WebhookEvents';

type Options = {
  endpoints: EndpointStore;
  deliveries: DeliveryStore;
  /** UTC text with milliseconds. */
  now: () => string;
  newId: () => string;
};

type Addressee = Pick<NewDelivery, 'endpointId' | 'kind' | 'callbackUrl'>;

/** Makes a message of each event for each endpoint that is to have it. */
export class WebhookSubscriber implements Subscriber {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  async draftsFor(
    tx: Tx,
    published: readonly Published[],
  ): Promise<EffectDraft[]> {
    const { deliveries, now } = this.#options;
    const endpoints = await this.#options.endpoints.all(tx);
    if (endpoints.length === 0) {
      return [];
    }
    const made = published.flatMap(({ events, request }) =>
      events.flatMap(event => this.#messages(event, request, endpoints)),
    );
    if (made.length > 0) {
      await deliveries.add(tx, made);
    }
    const at = now();
    return made.map(delivery => sendDraft(delivery, at));
  }

  #messages(
    event: Event,
    request: PublishedRequest | undefined,
    endpoints: readonly Endpoint[],
  ): NewDelivery[] {
    const addressees = addresseesOf(event, request, endpoints);
    if (addressees.length === 0) {
      return [];
    }
    const { now, newId } = this.#options;
    const shared = {
      messageId: event.id,
      type: event.type,
      stream: event.stream,
      requestId: request?.id,
      body: messageBody(event, request),
      createdAt: now(),
    };
    return addressees.map(addressee => ({
      id: newId(),
      ...addressee,
      ...shared,
    }));
  }
}

function addresseesOf(
  event: Event,
  request: PublishedRequest | undefined,
  endpoints: readonly Endpoint[],
): Addressee[] {
  const told = endpoints.filter(endpoint => isTold(endpoint, event, request));
  const callbackUrl = request?.callbackUrl;
  const calledBack =
    callbackUrl && endpointFor(callbackUrl, CALLBACK_USES, endpoints);
  const isTwice = told.some(({ url }) => url === callbackUrl);
  return [
    ...told.map(({ id }) => ({ endpointId: id, kind: 'event' as const })),
    ...(calledBack && !isTwice
      ? [{ endpointId: calledBack.id, kind: 'callback' as const, callbackUrl }]
      : []),
  ];
}

/**
 * Whether an endpoint is told of an event. What happens to endpoints is told
 * to those only that list it, and never to the endpoint itself: two that fail
 * would tell each other for ever.
 */
function isTold(
  { id, usedFor, types, policyKeys }: Endpoint,
  event: Event,
  request: PublishedRequest | undefined,
): boolean {
  const about = endpointOfStream(event.stream);
  if (!usedFor.includes('events') || about === id) {
    return false;
  }
  const policyKey = policyKeyOf(event, request);
  const isListed =
    types.includes(event.type) || (types.length === 0 && about === undefined);
  return (
    isListed &&
    (policyKeys.length === 0 ||
      (policyKey !== undefined && policyKeys.includes(policyKey)))
  );
}
