import type { DeliveryItem } from '@countersign/backstage-plugin-approvals-common';
import type { T } from '../../translation';
import { spanOf } from '../../ui/time/spans';
import { relativeWords } from '../../ui/time/words';
import { durationOf } from '../words';

/**
 * How far a message has come, in the words of people. `sending`: its first try
 * is a moment away; `queued`: earlier ones of the same request go first;
 * `held`: its endpoint is disabled.
 */
export type DeliveryState =
  | 'sending'
  | 'queued'
  | 'retrying'
  | 'held'
  | 'delivered'
  | 'exhausted'
  | 'dropped';

/** The colour family of each state; the words say the same. */
export const DELIVERY_FAMILIES: Record<DeliveryState, string> = {
  sending: 'announcement',
  queued: 'neutral',
  retrying: 'warning',
  held: 'neutral',
  delivered: 'positive',
  exhausted: 'negative',
  dropped: 'neutral',
};

/** A message that is due, and was not tried for longer, waits for others. */
const MOMENT = 15_000;

/** How far a message has come. */
export function stateOf(item: DeliveryItem, now: number): DeliveryState {
  if (item.status !== 'pending') return item.status;
  if (!item.nextAttemptAt) return 'held';
  if (item.attempts.length > 0) return 'retrying';
  return isMoving(item, now) ? 'sending' : 'queued';
}

/** True while something happens to a message within moments. */
export function isMoving(item: DeliveryItem, now: number): boolean {
  return (
    item.status === 'pending' &&
    item.nextAttemptAt !== undefined &&
    Math.abs(Date.parse(item.nextAttemptAt) - now) < MOMENT
  );
}

/** What there is to say about the state of a message. */
export function stateWords(
  t: T,
  item: DeliveryItem,
  now: number,
): string | undefined {
  const last = item.attempts.at(-1);
  const tries = item.attempts.length;
  switch (stateOf(item, now)) {
    case 'delivered':
      return (
        last &&
        t('delivery.line.answered', {
          status: String(last.status ?? ''),
          duration: durationOf(t, last.duration),
        })
      );
    case 'retrying':
      return [last?.error, nextTryWords(t, item, now)]
        .filter(Boolean)
        .join(' · ');
    case 'exhausted':
      return [triesWords(t, tries), last?.error].filter(Boolean).join(' · ');
    case 'queued':
      return t('delivery.line.queued');
    case 'held':
      return t('delivery.line.held');
    case 'dropped':
      return t(
        item.endpointRemovedAt
          ? 'delivery.line.removed'
          : 'delivery.line.dropped',
      );
    default:
      return undefined;
  }
}

/** "next try in 5 min". */
export function nextTryWords(
  t: T,
  { nextAttemptAt }: DeliveryItem,
  now: number,
): string | undefined {
  if (!nextAttemptAt) return undefined;
  const millis = Date.parse(nextAttemptAt) - now;
  const when =
    millis > 0 && spanOf(millis)
      ? relativeWords(t, nextAttemptAt, now)
      : t('delivery.line.soon');
  return t('delivery.line.next', { when });
}

function triesWords(t: T, n: number): string {
  return n === 1
    ? t('delivery.line.tries.one')
    : t('delivery.line.tries.many', { n: String(n) });
}
