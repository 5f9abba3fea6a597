import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Webhook } from '@countersign/backstage-plugin-approvals-common';
import { Text } from '@backstage/ui';
import { ReactNode } from 'react';
import { approvalsTranslationRef } from '../translation';
import { Pill } from '../ui/StatusBadge';
import { Age } from '../ui/time/Age';
import { spanWords } from '../ui/time/words';
import { useNow } from '../ui/useNow';
import { Health, HEALTH_FAMILIES, healthOf } from './health';
import styles from './Health.module.css';
import { waitingWords } from './words';

/** How an endpoint does, in a word, a colour and a line. */
export const HealthState = ({ webhook }: { webhook: Webhook }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { waiting } = webhook.health;
  return (
    <span className={styles.health}>
      <HealthPill webhook={webhook} />
      <Text variant="body-small" color="secondary" className={styles.line}>
        <HealthLine webhook={webhook} />
        {waiting > 0 && ` · ${waitingWords(t, waiting)}`}
      </Text>
    </span>
  );
};

/** How an endpoint does, in a word and a colour. */
export const HealthPill = ({ webhook }: { webhook: Webhook }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { state } = healthOf(webhook);
  return <Pill family={HEALTH_FAMILIES[state]}>{t(`health.${state}`)}</Pill>;
};

/** Since when an endpoint does as it does, and why. */
const HealthLine = ({ webhook }: { webhook: Webhook }) => (
  <>{useHealthLine(healthOf(webhook))}</>
);

function useHealthLine(health: Health): ReactNode {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const now = useNow();
  const { state, at } = health;
  if (state === 'failing') {
    return t('health.failingLine', {
      span: spanWords(t, now - Date.parse(at)),
      error: health.error,
    });
  }
  return t(`health.${state}Line`, { age: <Age at={at} /> });
}
