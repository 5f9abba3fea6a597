import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Text } from '@backstage/ui';
import { RiCheckLine, RiCloseLine } from '@remixicon/react';
import { approvalsTranslationRef } from '../translation';
import styles from './BulkBar.module.css';
import type { InboxDecision } from './useDecisions';

/** What can be done with the selected rows together. */
export const BulkBar = (props: {
  count: number;
  onDecide: (decision: InboxDecision) => void;
  onClear: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const n = String(props.count);
  return (
    <div
      className={styles.bar}
      role="toolbar"
      aria-label={t('inbox.selected', { n })}
    >
      <Text variant="body-medium" className={styles.count}>
        {t('inbox.selected', { n })}
      </Text>
      <Button
        className={styles.decide}
        variant="primary"
        iconStart={<RiCheckLine />}
        onPress={() => props.onDecide('approve')}
      >
        {t('inbox.approveMany', { n })}
      </Button>
      <Button
        className={styles.decide}
        variant="secondary"
        destructive
        iconStart={<RiCloseLine />}
        onPress={() => props.onDecide('reject')}
      >
        {t('inbox.rejectMany', { n })}
      </Button>
      <Button
        className={styles.clear}
        variant="tertiary"
        onPress={props.onClear}
      >
        {t('inbox.clear')}
      </Button>
    </div>
  );
};
