import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink } from '@backstage/ui';
import type {
  Request,
  Run,
} from '@countersign/backstage-plugin-approvals-common';
import { RiEditLine } from '@remixicon/react';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { approvalsTranslationRef } from '../translation';
import { ActionDialog } from '../ui/ActionDialog';
import { useAction } from '../ui/useAction';
import styles from './runs.module.css';

/** Opens the template's form as it was filled in. A request that is still open is withdrawn first, once that was confirmed. */
export const AgainButton = (props: { request: Request; run: Run }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [asking, setAsking] = useState(false);
  const { request, run } = props;
  if (!run.again || !request.viewer.parts.includes('requester')) return null;
  const label = t('run.again.button');
  return (
    <div className={styles.again}>
      {request.viewer.actions.withdraw?.allowed ? (
        <Button
          variant="secondary"
          iconStart={<RiEditLine />}
          onPress={() => setAsking(true)}
        >
          {label}
        </Button>
      ) : (
        <ButtonLink
          variant="secondary"
          iconStart={<RiEditLine />}
          href={run.again}
        >
          {label}
        </ButtonLink>
      )}
      {asking && (
        <AgainDialog
          requestId={request.id}
          again={run.again}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
};

const AgainDialog = (props: {
  requestId: string;
  again: string;
  onClose: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { state, run } = useAction();
  const navigate = useNavigate();
  const confirm = async () => {
    const done = await run(
      api =>
        api.withdrawRequest({
          params: { id: props.requestId },
          body: { reason: t('run.again.reason') },
        }),
      t('status.withdrawn'),
    );
    if (done) navigate(props.again);
  };
  return (
    <ActionDialog
      title={t('run.again.title')}
      hint={t('run.again.hint')}
      confirm={t('run.again.confirm')}
      destructive
      state={state}
      onConfirm={confirm}
      onClose={props.onClose}
    />
  );
};
