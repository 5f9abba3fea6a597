import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiCheckboxCircleLine } from '@remixicon/react';
import { approvalsTranslationRef } from '../translation';
import styles from './BadgeIcon.module.css';
import { useTaskCount } from './useTaskCount';

/** The navigation's icon, with how many approvals wait on the signed-in person. */
export const BadgeIcon = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const count = useTaskCount();
  const words = count && `${count.open}${count.capped ? '+' : ''}`;
  return (
    <span className={styles.icon}>
      <RiCheckboxCircleLine size={24} aria-hidden />
      {count && count.open > 0 && (
        <span
          className={styles.count}
          data-overdue={count.overdue > 0 || undefined}
          role="status"
          aria-label={t('header.badge', { n: words ?? '' })}
        >
          {words}
        </span>
      )}
    </span>
  );
};
