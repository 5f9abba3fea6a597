import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Request } from '@countersign/backstage-plugin-approvals-common';
import { Button, Card, CardBody, Text } from '@backstage/ui';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../../translation';
import { EndDialog } from '../dialogs/EndDialog';
import { HandOnDialog } from '../dialogs/HandOnDialog';
import { OverrideDialog } from '../dialogs/OverrideDialog';
import { openSeats } from '../dialogs/seats';
import styles from './panels.module.css';

type Open = 'override' | 'handOn' | 'cancel' | 'revoke';

/** True when there is anything for the administrator's panel. */
export function hasAdminActions({ viewer: { actions } }: Request): boolean {
  return !!(
    actions.override?.allowed ||
    actions.cancel?.allowed ||
    actions.revoke?.allowed
  );
}

/** What needs a permission: decide for somebody, hand seats on, cancel, take the pass back. */
export const AdminPanel = ({ request }: { request: Request }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [open, setOpen] = useState<Open>();
  const { actions, parts } = request.viewer;
  const close = () => setOpen(undefined);
  const seats = openSeats(request).length > 0;
  const buttons: { id: Open; label: string; shown: boolean }[] = [
    {
      id: 'override',
      label: t('admin.override'),
      shown: seats && !!actions.override?.allowed,
    },
    {
      id: 'handOn',
      label: t('admin.handOn'),
      shown:
        seats && !!actions.reassign?.allowed && parts.includes('administrator'),
    },
    {
      id: 'revoke',
      label: t('admin.revoke'),
      shown: !!actions.revoke?.allowed,
    },
    {
      id: 'cancel',
      label: t('admin.cancel'),
      shown: !!actions.cancel?.allowed,
    },
  ];
  return (
    <Card className={styles.panel}>
      <CardBody>
        <Text as="h2" variant="body-large" weight="bold">
          {t(parts.includes('administrator') ? 'admin.title' : 'admin.pass')}
        </Text>
        {actions.revoke?.allowed && (
          <Text as="p" variant="body-medium" color="secondary">
            {t('admin.passHint')}
          </Text>
        )}
        <div className={styles.list}>
          {buttons
            .filter(({ shown }) => shown)
            .map(({ id, label }) => (
              <Button key={id} variant="secondary" onPress={() => setOpen(id)}>
                {label}
              </Button>
            ))}
        </div>
        {open === 'override' && (
          <OverrideDialog request={request} onClose={close} />
        )}
        {open === 'handOn' && (
          <HandOnDialog request={request} onClose={close} />
        )}
        {(open === 'cancel' || open === 'revoke') && (
          <EndDialog requestId={request.id} ending={open} onClose={close} />
        )}
      </CardBody>
    </Card>
  );
};
