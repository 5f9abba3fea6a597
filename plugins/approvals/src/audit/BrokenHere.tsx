import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { RiAlarmWarningLine } from '@remixicon/react';
import { useEffect, useRef } from 'react';
import { approvalsTranslationRef } from '../translation';
import styles from './audit.module.css';

/** Says at a line that the chain breaks there. */
export const BrokenHere = (props: {
  reason: string;
  /** One wants to be led here, and has not been yet. */
  wanted: boolean;
  onShown: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { reason, wanted, onShown } = props;
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!wanted) return;
    here.current?.focus();
    onShown();
  }, [wanted, onShown]);
  return (
    <div ref={here} tabIndex={-1} className={styles.broken}>
      <RiAlarmWarningLine size={16} aria-hidden />
      <Text variant="body-small" weight="bold">
        {t('audit.brokenHere', { reason })}
      </Text>
    </div>
  );
};
