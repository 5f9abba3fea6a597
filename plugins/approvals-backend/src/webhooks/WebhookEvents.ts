import {
  EventPayload,
  EventType,
} from '@countersign/backstage-plugin-approvals-common';
import { Tx } from '../database';
import { History } from '../history';
import { Endpoint } from './types';

type WebhookEventType = Extract<EventType, `webhook.${string}`>;

const STREAM = 'webhook:';

/** Tells what happened to endpoints, each in its own stream. */
export class WebhookEvents {
  readonly #options: { history: History; newId: () => string };

  constructor(options: { history: History; newId: () => string }) {
    this.#options = options;
  }

  /**
   * Adds a line in the caller's transaction.
   *
   * @param event.actor - who did it; the plugin itself when left out
   * @param event.at - UTC text with milliseconds
   */
  async tell<T extends WebhookEventType>(
    tx: Tx,
    event: { type: T; actor?: string; at: string; payload: EventPayload<T> },
  ): Promise<void> {
    const { history, newId } = this.#options;
    const { type, actor = 'system:webhooks', at, payload } = event;
    await history.append(tx, `${STREAM}${payload.id}`, [
      { id: newId(), type, actor, at, payload },
    ]);
  }
}

/** The endpoint that a stream is about, when it is about one. */
export function endpointOfStream(stream: string): string | undefined {
  return stream.startsWith(STREAM) ? stream.slice(STREAM.length) : undefined;
}

/** What an event says of an endpoint's choices. */
export function choicesOf(endpoint: Endpoint): EventPayload<'webhook.created'> {
  const { id, name, url, types, policyKeys, usedFor, enabled } = endpoint;
  return { id, name, url, types, policyKeys, usedFor, enabled };
}
