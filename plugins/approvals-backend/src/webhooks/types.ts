import {
  DeliveryStatus,
  WebhookUse,
} from '@countersign/backstage-plugin-approvals-common';

/** How webhooks are sent. Times are milliseconds. */
export type WebhookSettings = {
  /** Before the second try, the third and so on. */
  retryDelays: number[];
  timeout: number;
  /** Messages that one endpoint gets at once from this process. */
  concurrency: number;
  /** How long the old secret signs, too. */
  keepOldSecret: number;
  /** An endpoint that fails for so long is disabled. */
  disableAfter: number;
  /** How long messages wait for an endpoint that is disabled. */
  keepQueue: number;
};

/** What people choose of an endpoint. Empty lists of types and policy keys: all. */
export type EndpointChoices = {
  name: string;
  url: string;
  types: string[];
  policyKeys: string[];
  usedFor: WebhookUse[];
  enabled: boolean;
};

/** An endpoint as it is kept. Secrets are encrypted. */
export type Endpoint = EndpointChoices & {
  id: string;
  disabledAt?: string;
  disabledReason?: 'person' | 'failing';
  secret: string;
  oldSecret?: string;
  oldSecretUntil?: string;
  lastSuccessAt?: string;
  failingSince?: string;
  lastError?: string;
  createdBy: string;
  createdAt: string;
  updatedAt: string;
  removedAt?: string;
};

/** A message to an endpoint as it is made. */
export type NewDelivery = {
  id: string;
  endpointId: string;
  kind: 'event' | 'callback' | 'test';
  callbackUrl?: string;
  messageId: string;
  type: string;
  stream: string;
  requestId?: string;
  /** JSON, as it will be signed and sent. */
  body: string;
  createdAt: string;
};

/** A message as it is kept. */
export type StoredDelivery = NewDelivery & {
  status: DeliveryStatus;
  attempts: number;
  nextAttemptAt?: string;
  endedAt?: string;
};

/** One try as it is kept. */
export type StoredAttempt = {
  deliveryId: string;
  /** From 1. */
  number: number;
  at: string;
  /** Milliseconds. */
  duration: number;
  url: string;
  status?: number;
  /** Absent where it was delivered. */
  error?: string;
  response?: { headers: Record<string, string>; body: string; cut: boolean };
};
