import { EffectDraft } from '../outbox';
import { NewDelivery } from './types';

/** The kind of the effect that sends a message. */
export const SEND = 'webhook';
/** And of the one that sends a test, once, also to an endpoint that is disabled. */
export const TEST = 'webhook.test';

/** What the effect carries; the message itself is kept with its delivery. */
export type SendPayload = { deliveryId: string; endpointId: string };

type Addressed = Pick<NewDelivery, 'id' | 'endpointId' | 'kind' | 'stream'>;

/** The channel of an endpoint: its own, so that a slow one costs only itself. */
export function channelOf(endpointId: string): string {
  return `${SEND}:${endpointId}`;
}

/** Messages of one stream go to an endpoint in their order; callbacks keep an order of their own. */
export function laneOf({ endpointId, kind, stream }: Addressed): string {
  const callback = kind === 'callback' ? ':callback' : '';
  return `${channelOf(endpointId)}${callback}:${stream}`;
}

/** The effect that sends a message. */
export function sendDraft(delivery: Addressed, now: string): EffectDraft {
  return { ...draft(delivery, now), lane: laneOf(delivery) };
}

/**
 * The effect that sends a message again that had ended: its place in the
 * order is gone, so nothing else waits for it.
 */
export function againDraft(delivery: Addressed, now: string): EffectDraft {
  return { ...draft(delivery, now), lane: againLane(delivery) };
}

/** The lane of a message that is sent again. */
export function againLane({ id, endpointId }: Addressed): string {
  return `${channelOf(endpointId)}:again:${id}`;
}

function draft(delivery: Addressed, now: string): EffectDraft {
  const { id: deliveryId, endpointId, kind, stream } = delivery;
  const payload: SendPayload = { deliveryId, endpointId };
  return {
    kind: kind === 'test' ? TEST : SEND,
    stream,
    ...(kind !== 'test' && { channel: channelOf(endpointId) }),
    payload,
    dueAt: now,
  };
}
