import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { approvalsTranslationRef } from '../translation';
import styles from './Progress.module.css';

const MOST = 6;

/** How many of the needed approvals are there: bars, and "1 of 2". */
export const Progress = (props: { approved: number; need?: number }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { approved, need } = props;
  if (need === undefined) return null;
  return (
    <span className={styles.progress}>
      {need <= MOST &&
        Array.from({ length: need }, (_, bar) => (
          <span
            key={bar}
            aria-hidden
            className={styles.bar}
            data-done={bar < approved || undefined}
          />
        ))}
      <span>
        {t('inbox.progress', { n: String(approved), need: String(need) })}
      </span>
    </span>
  );
};
