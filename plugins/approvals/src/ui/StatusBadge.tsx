import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RequestStatus } from '@countersign/backstage-plugin-approvals-common';
import { approvalsTranslationRef } from '../translation';
import styles from './StatusBadge.module.css';

const FAMILIES: Record<RequestStatus, string> = {
  in_review: 'announcement',
  changes_requested: 'warning',
  approved: 'positive',
  rejected: 'negative',
  withdrawn: 'neutral',
  cancelled: 'neutral',
  expired: 'neutral',
};

/** Where a request stands, in a word and a colour. */
export const StatusBadge = ({ status }: { status: RequestStatus }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return <Pill family={FAMILIES[status]}>{t(`status.${status}`)}</Pill>;
};

/** A word in a colour that says a state. */
export const Pill = (props: { family: string; children: string }) => (
  <span className={styles.badge} data-family={props.family}>
    {props.children}
  </span>
);
