import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { RiAlarmWarningLine } from '@remixicon/react';
import { useEffect, useRef } from 'react';
import { approvalsTranslationRef } from '../translation';
import styles from './audit.module.css';

/** Says at a line that the chain breaks there. */
export const BrokenHere = (props: {
  reason: string;
  /** How often one wanted to be led here: each time anew. */
  wanted: number;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { reason, wanted } = props;
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (wanted > 0) here.current?.focus();
  }, [wanted]);
  return (
    <div ref={here} tabIndex={-1} className={styles.broken}>
      <RiAlarmWarningLine size={16} aria-hidden />
      <Text variant="body-small" weight="bold">
        {t('audit.brokenHere', { reason })}
      </Text>
    </div>
  );
};
