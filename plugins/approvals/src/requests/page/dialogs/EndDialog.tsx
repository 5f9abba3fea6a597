import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../../translation';
import { useAction } from '../../../ui/useAction';
import { ActionDialog } from '../../../ui/ActionDialog';
import { ReasonField } from './ReasonField';

/** How a request, or the right to act on it, is ended by hand. */
export type Ending = 'withdraw' | 'cancel' | 'revoke';

const DONE = {
  withdraw: 'status.withdrawn',
  cancel: 'status.cancelled',
  revoke: 'admin.revoked',
} as const;

/** Withdraws or cancels a request, or takes its pass back, with a reason. */
export const EndDialog = (props: {
  requestId: string;
  ending: Ending;
  onClose: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { state, run } = useAction();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { ending } = props;
  const required = ending !== 'withdraw';
  const words = {
    withdraw: {
      title: t('own.withdrawTitle'),
      hint: t('own.withdrawHint'),
      confirm: t('own.withdraw'),
    },
    cancel: {
      title: t('admin.cancelTitle'),
      hint: t('admin.cancelHint'),
      confirm: t('admin.cancel'),
    },
    revoke: {
      title: t('admin.revokeTitle'),
      hint: t('admin.revokeHint'),
      confirm: t('admin.revoke'),
    },
  }[ending];

  const confirm = async () => {
    setTried(true);
    const given = reason.trim() || undefined;
    if (required && !given) return;
    const args = { params: { id: props.requestId }, body: { reason: given } };
    const done = await run(api => {
      if (ending === 'withdraw') return api.withdrawRequest(args);
      return ending === 'cancel'
        ? api.cancelRequest(args)
        : api.revokePass(args);
    }, t(DONE[ending]));
    if (done) props.onClose();
  };

  return (
    <ActionDialog
      {...words}
      destructive
      state={state}
      onConfirm={confirm}
      onClose={props.onClose}
    >
      <ReasonField
        label={t('own.reason')}
        value={reason}
        onChange={setReason}
        required={required}
        missing={
          tried && required && !reason.trim()
            ? t('admin.reasonMissing')
            : undefined
        }
        first
      />
    </ActionDialog>
  );
};
