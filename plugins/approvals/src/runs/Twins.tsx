import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Link } from '@backstage/ui';
import {
  requestStatus,
  Run,
} from '@countersign/backstage-plugin-approvals-common';
import { requestRouteRef } from '../routes';
import { approvalsTranslationRef } from '../translation';
import { StatusBadge } from '../ui/StatusBadge';
import styles from './runs.module.css';

const SHOWN = 6;

/** Other requests for the same, such as of a template that was started again: only one may be meant. */
export const Twins = ({ twins }: { twins: Run['twins'] }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const request = useRouteRef(requestRouteRef);
  if (twins.length === 0) return null;
  return (
    <Alert
      status="info"
      icon
      title={t('run.twins.title')}
      description={
        <ul className={styles.twins}>
          {twins.map(({ id, status }) => {
            const known = requestStatus.safeParse(status);
            return (
              <li key={id}>
                <Link href={request?.({ id })}>
                  {t('run.twins.one', { id: id.slice(-SHOWN) })}
                </Link>{' '}
                {known.success ? <StatusBadge status={known.data} /> : status}
              </li>
            );
          })}
        </ul>
      }
    />
  );
};
