import {
  Delivery,
  DeliveryAttempt,
  DeliveryAttemptItem,
  DeliveryItem,
  Webhook,
} from '@countersign/backstage-plugin-approvals-common';
import { ListedDelivery } from './deliveryRows';
import { cutBody } from './keptAnswer';
import { bareHeaders, titleIn } from './message';
import { Endpoint, StoredAttempt } from './types';

/**
 * An endpoint as the API shows it.
 *
 * @param now - UTC text
 */
export function endpointView(
  endpoint: Endpoint,
  waiting: number,
  now: string,
): Webhook {
  const { oldSecretUntil } = endpoint;
  return {
    id: endpoint.id,
    name: endpoint.name,
    url: endpoint.url,
    types: endpoint.types,
    policyKeys: endpoint.policyKeys,
    usedFor: endpoint.usedFor,
    enabled: endpoint.enabled,
    disabledAt: endpoint.disabledAt,
    disabledReason: endpoint.disabledReason,
    oldSecretUntil:
      oldSecretUntil && now < oldSecretUntil ? oldSecretUntil : undefined,
    health: {
      lastSuccessAt: endpoint.lastSuccessAt,
      failingSince: endpoint.failingSince,
      lastError: endpoint.lastError,
      waiting,
    },
    createdBy: endpoint.createdBy,
    createdAt: endpoint.createdAt,
    updatedAt: endpoint.updatedAt,
    removedAt: endpoint.removedAt,
  };
}

/** A message as a list shows it. */
export function deliveryItemView(
  delivery: ListedDelivery,
  attempts: StoredAttempt[],
): DeliveryItem {
  return { ...headOf(delivery), attempts: attempts.map(attemptItemView) };
}

/** A message, whole. */
export function deliveryView(
  delivery: ListedDelivery,
  attempts: StoredAttempt[],
): Delivery {
  return {
    ...headOf(delivery),
    payload: cutBody(delivery.body),
    attempts: attempts.map(attempt => attemptView(delivery, attempt)),
  };
}

function headOf(delivery: ListedDelivery): Omit<DeliveryItem, 'attempts'> {
  const { status, endpointEnabled, kind } = delivery;
  const isOnItsWay =
    status === 'pending' && (endpointEnabled || kind === 'test');
  return {
    id: delivery.id,
    endpointId: delivery.endpointId,
    endpointName: delivery.endpointName,
    endpointRemovedAt: delivery.endpointRemovedAt,
    kind,
    url: delivery.callbackUrl ?? delivery.endpointUrl,
    messageId: delivery.messageId,
    type: delivery.type,
    stream: delivery.stream,
    requestId: delivery.requestId,
    title: titleIn(delivery.body),
    status,
    createdAt: delivery.createdAt,
    nextAttemptAt: isOnItsWay ? delivery.nextAttemptAt : undefined,
    endedAt: delivery.endedAt,
  };
}

function attemptItemView(attempt: StoredAttempt): DeliveryAttemptItem {
  const { number, at, duration, status, error } = attempt;
  return { number, at, duration, status, error };
}

function attemptView(
  { messageId }: ListedDelivery,
  attempt: StoredAttempt,
): DeliveryAttempt {
  const { at, url, status, response } = attempt;
  return {
    ...attemptItemView(attempt),
    request: { url, headers: bareHeaders(messageId, Date.parse(at)) },
    response:
      response && status !== undefined ? { status, ...response } : undefined,
  };
}
