import { WebhookAttemptRow, WebhookDeliveryRow } from '../database';
import { NewDelivery, StoredAttempt, StoredDelivery } from './types';

/** What a list shows: a delivery with its endpoint's name and address. */
export type ListedDelivery = StoredDelivery & {
  endpointName: string;
  endpointUrl: string;
  endpointEnabled: boolean;
  endpointRemovedAt?: string;
};

/** The row of such a message. */
export type ListedDeliveryRow = WebhookDeliveryRow & {
  endpoint_name: string;
  endpoint_url: string;
  endpoint_enabled: boolean | 0 | 1;
  endpoint_removed_at: string | null;
};

/** A new message as it is kept. */
export function toDeliveryRow(delivery: NewDelivery): WebhookDeliveryRow {
  return {
    id: delivery.id,
    endpoint_id: delivery.endpointId,
    kind: delivery.kind,
    callback_url: delivery.callbackUrl ?? null,
    message_id: delivery.messageId,
    type: delivery.type,
    stream: delivery.stream,
    request_id: delivery.requestId ?? null,
    body: delivery.body,
    status: 'pending',
    attempts: 0,
    created_at: delivery.createdAt,
    next_attempt_at: delivery.createdAt,
    ended_at: null,
  };
}

/** A message from its row. */
export function toDelivery(row: WebhookDeliveryRow): StoredDelivery {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    kind: row.kind,
    callbackUrl: row.callback_url ?? undefined,
    messageId: row.message_id,
    type: row.type,
    stream: row.stream,
    requestId: row.request_id ?? undefined,
    body: row.body,
    status: row.status,
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAttemptAt: row.next_attempt_at ?? undefined,
    endedAt: row.ended_at ?? undefined,
  };
}

/** A message of a list. */
export function toListed(row: ListedDeliveryRow): ListedDelivery {
  return {
    ...toDelivery(row),
    endpointName: row.endpoint_name,
    endpointUrl: row.endpoint_url,
    endpointEnabled: Boolean(row.endpoint_enabled),
    endpointRemovedAt: row.endpoint_removed_at ?? undefined,
  };
}

/** A try from its row; what was answered only where it was read. */
export function toAttempt(row: WebhookAttemptRow): StoredAttempt {
  return {
    deliveryId: row.delivery_id,
    number: row.number,
    at: row.at,
    duration: row.duration,
    url: row.url,
    status: row.status ?? undefined,
    error: row.error ?? undefined,
    ...(typeof row.response_body === 'string' && {
      response: {
        headers: JSON.parse(row.response_headers ?? '{}'),
        body: row.response_body,
        cut: Boolean(row.response_cut),
      },
    }),
  };
}
