import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Request } from '@countersign/backstage-plugin-approvals-common';
import { Button, Card, CardBody, Text } from '@backstage/ui';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../../translation';
import { EndDialog } from '../dialogs/EndDialog';
import { ResubmitDialog } from '../dialogs/ResubmitDialog';
import styles from './panels.module.css';
import { WaitingOn } from './WaitingOn';

/** What the requester can do: withdraw, or send again what should be changed. */
export const OwnPanel = ({ request }: { request: Request }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [open, setOpen] = useState<'withdraw' | 'resubmit'>();
  const { withdraw, resubmit } = request.viewer.actions;
  const awaited = request.status === 'changes_requested';
  return (
    <Card className={styles.panel}>
      <CardBody>
        <Text as="h2" variant="body-large" weight="bold">
          {awaited ? t('own.changesTitle') : t('own.title')}
        </Text>
        {awaited ? (
          <Text as="p" variant="body-medium" color="secondary">
            {t('own.changesHint')}
          </Text>
        ) : (
          <WaitingOn request={request} />
        )}
        <div className={styles.buttons}>
          {resubmit?.allowed && (
            <Button
              className={styles.wide}
              variant="primary"
              onPress={() => setOpen('resubmit')}
            >
              {t('own.resubmit')}
            </Button>
          )}
          {withdraw?.allowed && (
            <Button
              className={styles.wide}
              variant="secondary"
              onPress={() => setOpen('withdraw')}
            >
              {t('own.withdraw')}
            </Button>
          )}
        </div>
        {open === 'withdraw' && (
          <EndDialog
            requestId={request.id}
            ending="withdraw"
            onClose={() => setOpen(undefined)}
          />
        )}
        {open === 'resubmit' && (
          <ResubmitDialog
            request={request}
            onClose={() => setOpen(undefined)}
          />
        )}
      </CardBody>
    </Card>
  );
};
