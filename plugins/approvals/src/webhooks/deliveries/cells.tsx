import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { DeliveryItem } from '@countersign/backstage-plugin-approvals-common';
import { Button, Text } from '@backstage/ui';
import { RiRestartLine } from '@remixicon/react';
import { approvalsTranslationRef, T } from '../../translation';
import { Pill } from '../../ui/StatusBadge';
import { useNow } from '../../ui/useNow';
import styles from './deliveries.module.css';
import { DELIVERY_FAMILIES, stateOf, stateWords } from './deliveryState';

/** The type of a message, and what it is about. */
export const Message = ({ item }: { item: DeliveryItem }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <span className={styles.stack}>
      <code className={styles.type}>{item.type}</code>
      <Text variant="body-small" color="secondary" truncate title={item.title}>
        {aboutWords(t, item)}
      </Text>
    </span>
  );
};

/** The title of its request; what it is where it is about none, or no plain event. */
function aboutWords(t: T, { kind, title }: DeliveryItem): string {
  const words = kind === 'event' && title ? [] : [t(`delivery.kind.${kind}`)];
  return [...words, ...(title ? [title] : [])].join(' · ');
}

/** How far a message has come, in a word and a colour. */
export const StatePill = ({ item }: { item: DeliveryItem }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const state = stateOf(item, useNow());
  return (
    <Pill family={DELIVERY_FAMILIES[state]}>
      {t(`delivery.state.${state}`)}
    </Pill>
  );
};

/** How far a message has come, and why. */
export const StateCell = ({ item }: { item: DeliveryItem }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const now = useNow();
  const words = stateWords(t, item, now);
  return (
    <span className={styles.state}>
      <StatePill item={item} />
      {words && (
        <Text variant="body-small" color="secondary" className={styles.why}>
          {words}
        </Text>
      )}
    </span>
  );
};

const SHOWN = 8;

/** Each try as a dot, the oldest first. */
export const Tries = ({ item }: { item: DeliveryItem }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  if (item.attempts.length === 0) {
    return (
      <Text variant="body-small" color="secondary">
        {t(item.endedAt ? 'deliveries.neverTried' : 'deliveries.noTry')}
      </Text>
    );
  }
  return (
    <span className={styles.tries}>
      {item.attempts.slice(-SHOWN).map(attempt => {
        const state = attempt.error === undefined ? 'taken' : 'failed';
        const words = `${t('delivery.attempt.number', {
          n: String(attempt.number),
        })}: ${attempt.error ?? t('delivery.attempt.state.taken')}`;
        return (
          <span
            key={attempt.number}
            className={styles.try}
            data-state={state}
            role="img"
            title={words}
            aria-label={words}
          />
        );
      })}
    </span>
  );
};

/** Sends a message again that was not taken, while there is somewhere to send it. */
export const RetryButton = (props: {
  item: DeliveryItem;
  onRetry: (item: DeliveryItem) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { item } = props;
  const state = stateOf(item, Date.now());
  const wasNotTaken = state === 'exhausted' || state === 'retrying';
  if (!wasNotTaken || item.endpointRemovedAt) return null;
  return (
    <Button
      size="small"
      variant="secondary"
      iconStart={<RiRestartLine />}
      aria-label={t('deliveries.retryOf', { type: item.type })}
      onPress={() => props.onRetry(item)}
    >
      {t('deliveries.retry')}
    </Button>
  );
};
