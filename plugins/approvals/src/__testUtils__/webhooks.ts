import {
  ApprovalsError,
  Delivery,
  DeliveryAttempt,
  DeliveryItem,
  Webhook,
} from '@countersign/backstage-plugin-approvals-common';

/** An endpoint that takes what it gets. */
export function webhook(more: Partial<Webhook> = {}): Webhook {
  return {
    id: '019ac0de-0000-7000-8000-000000000001',
    name: 'Deploy pipeline',
    url: 'https://ci.example.com/hooks',
    types: [],
    policyKeys: [],
    usedFor: ['events'],
    enabled: true,
    health: { lastSuccessAt: '2026-11-24T09:00:00.000Z', waiting: 0 },
    createdBy: 'user:default/carol',
    createdAt: '2026-11-20T09:00:00.000Z',
    updatedAt: '2026-11-20T09:00:00.000Z',
    ...more,
  };
}

/** A try that was taken. */
export function attempt(more: Partial<DeliveryAttempt> = {}): DeliveryAttempt {
  return {
    number: 1,
    at: '2026-11-24T09:00:00.000Z',
    duration: 34,
    status: 200,
    request: { url: webhook().url, headers: { 'webhook-id': 'message-1' } },
    response: { status: 200, headers: {}, body: 'thanks', cut: false },
    ...more,
  };
}

/** A try that the receiver refused. */
export function failedAttempt(number: number): DeliveryAttempt {
  return attempt({
    number,
    status: 500,
    error: 'It answered 500',
    response: { status: 500, headers: {}, body: 'broken', cut: false },
  });
}

/** A message that was delivered, whole. */
export function delivery(more: Partial<Delivery> = {}): Delivery {
  return {
    id: '019ac0de-0000-7000-8000-00000000000a',
    endpointId: webhook().id,
    endpointName: webhook().name,
    kind: 'event',
    url: webhook().url,
    messageId: 'message-1',
    type: 'request.approved',
    stream: 'request:r1',
    requestId: 'r1',
    title: 'Reader',
    status: 'delivered',
    createdAt: '2026-11-24T09:00:00.000Z',
    endedAt: '2026-11-24T09:00:01.000Z',
    payload: {
      body: '{"type":"request.approved"}',
      cut: false,
    },
    attempts: [attempt()],
    ...more,
  };
}

/** A row of the list of messages. */
export function deliveryItem(more: Partial<Delivery> = {}): DeliveryItem {
  const { payload: _, ...item } = delivery(more);
  return item;
}

/** What the server says when it refuses. */
export function refusal(
  status: number,
  message: string,
  issues: { path: string; message: string }[] = [],
): ApprovalsError {
  return new ApprovalsError(status, { error: { message, issues } });
}
