import type { DeliveryItem } from '@countersign/backstage-plugin-approvals-common';
import type { T } from '../../translation';
import { spanOf } from '../../ui/time/spans';
import { relativeWords } from '../../ui/time/words';
import { durationOf } from '../words';

/**
 * How far a message has come, in the words of people. `sending`: not tried
 * since it was made, or tried by hand; `held`: its endpoint is disabled.
 */
export type DeliveryState =
  | 'sending'
  | 'retrying'
  | 'held'
  | 'delivered'
  | 'exhausted'
  | 'dropped';

/** The colour family of each state; the words say the same. */
export const DELIVERY_FAMILIES: Record<DeliveryState, string> = {
  sending: 'announcement',
  retrying: 'warning',
  held: 'neutral',
  delivered: 'positive',
  exhausted: 'negative',
  dropped: 'neutral',
};

/** How far a message has come. */
export function stateOf(item: DeliveryItem): DeliveryState {
  if (item.status !== 'pending') return item.status;
  if (!item.nextAttemptAt) return 'held';
  return item.attempts.length > 0 ? 'retrying' : 'sending';
}

const MOMENT = 15_000;

/** True while something happens to a message within moments. */
export function isMoving(item: DeliveryItem, now: number): boolean {
  return (
    item.status === 'pending' &&
    item.nextAttemptAt !== undefined &&
    Date.parse(item.nextAttemptAt) - now < MOMENT
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
  switch (stateOf(item)) {
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
    case 'held':
      return t('delivery.line.held');
    case 'dropped':
      return t('delivery.line.dropped');
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
