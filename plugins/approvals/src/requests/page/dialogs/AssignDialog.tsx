import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Request,
  Stage,
} from '@countersign/backstage-plugin-approvals-common';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../../translation';
import { Faulty } from '../../../ui/form/Faulty';
import { PersonPicker } from '../../../ui/people/PersonPicker';
import { useAction } from '../../../ui/useAction';
import { ActionDialog } from '../../../ui/ActionDialog';
import { ReasonField } from './ReasonField';

/** Seats somebody in a stage, as administrator. */
export const AssignDialog = (props: {
  request: Request;
  stage: Stage;
  onClose: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { state, run } = useAction();
  const [person, setPerson] = useState<string>();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);

  const confirm = async () => {
    setTried(true);
    if (!person || !reason.trim()) return;
    const done = await run(
      api =>
        api.assignStage({
          params: { id: props.request.id, index: props.stage.index },
          body: { person, reason: reason.trim() },
        }),
      t('admin.seated'),
    );
    if (done) props.onClose();
  };

  return (
    <ActionDialog
      title={t('admin.assignTitle', { stage: props.stage.name })}
      hint={t('admin.assignHint')}
      confirm={t('admin.assign')}
      state={state}
      onConfirm={confirm}
      onClose={props.onClose}
    >
      <Faulty fault={tried && !person ? t('admin.personMissing') : undefined}>
        <PersonPicker
          label={t('admin.person')}
          value={person}
          onChange={setPerson}
          without={[props.request.requester]}
        />
      </Faulty>
      <ReasonField
        label={t('admin.reason')}
        value={reason}
        onChange={setReason}
        required
        missing={tried && !reason.trim() ? t('admin.reasonMissing') : undefined}
      />
    </ActionDialog>
  );
};
