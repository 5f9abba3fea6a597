import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Request } from '@countersign/backstage-plugin-approvals-common';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../../translation';
import { Faulty } from '../../../ui/form/Faulty';
import { PersonPicker } from '../../../ui/people/PersonPicker';
import { useAction } from '../../../ui/useAction';
import { ActionDialog } from '../../../ui/ActionDialog';
import { ReasonField } from './ReasonField';
import { openSeats } from './seats';
import { SeatSelect } from './SeatSelect';

/** Hands a seat to somebody else: one's own, or, for administrators, anybody's. */
export const HandOnDialog = (props: {
  request: Request;
  taskId?: string;
  onClose: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { state, run } = useAction();
  const seats = openSeats(props.request);
  const [taskId, setTaskId] = useState(props.taskId ?? seats[0]?.task.id);
  const [person, setPerson] = useState<string>();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const seat = seats.find(({ task }) => task.id === taskId);

  const confirm = async () => {
    setTried(true);
    if (!person || !taskId) return;
    const done = await run(
      api =>
        api.reassignTask({
          params: { id: taskId },
          body: { person, reason: reason.trim() || undefined },
        }),
      t('admin.handedOn'),
    );
    if (done) props.onClose();
  };

  return (
    <ActionDialog
      title={t('admin.handOnTitle')}
      hint={t('admin.handOnHint')}
      confirm={t('panel.handOn')}
      state={state}
      onConfirm={confirm}
      onClose={props.onClose}
    >
      {!props.taskId && (
        <SeatSelect
          label={t('admin.handOnSeat')}
          seats={seats}
          value={taskId}
          onChange={setTaskId}
        />
      )}
      <Faulty fault={tried && !person ? t('admin.personMissing') : undefined}>
        <PersonPicker
          label={t('admin.person')}
          value={person}
          onChange={setPerson}
          without={[
            props.request.requester,
            ...(seat ? [seat.task.person] : []),
          ]}
        />
      </Faulty>
      <ReasonField
        label={t('admin.reason')}
        value={reason}
        onChange={setReason}
      />
    </ActionDialog>
  );
};
