import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DecisionKind,
  decisionKind,
  Request,
} from '@countersign/backstage-plugin-approvals-common';
import { Select } from '@backstage/ui';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../../translation';
import { needsComment } from '../../../ui/comments';
import { useAction } from '../../../ui/useAction';
import { ActionDialog } from '../../../ui/ActionDialog';
import { ReasonField } from './ReasonField';
import { openSeats } from './seats';
import { SeatSelect } from './SeatSelect';

const WORDS = {
  approve: 'panel.approve',
  reject: 'panel.reject',
  abstain: 'panel.abstain',
  request_changes: 'panel.changes',
} as const;

/** Decides somebody's seat as administrator, with a reason. */
export const OverrideDialog = (props: {
  request: Request;
  onClose: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { state, run } = useAction();
  const seats = openSeats(props.request);
  const [taskId, setTaskId] = useState(seats[0]?.task.id);
  const [decision, setDecision] = useState<DecisionKind>('approve');
  const [reason, setReason] = useState('');
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(false);
  const seat = seats.find(({ task }) => task.id === taskId);
  const commentNeeded =
    !!seat && needsComment(decision, seat.stage.definition.comment);
  const complete = reason.trim() && (!commentNeeded || comment.trim());

  const confirm = async () => {
    setTried(true);
    if (!taskId || !complete) return;
    const done = await run(
      api =>
        api.decideTask({
          params: { id: taskId },
          body: {
            decision,
            comment: comment.trim() || undefined,
            override: { reason: reason.trim() },
          },
        }),
      t(`panel.done.${decision}`),
    );
    if (done) props.onClose();
  };

  return (
    <ActionDialog
      title={t('admin.overrideTitle')}
      hint={t('admin.overrideHint')}
      confirm={t(WORDS[decision])}
      destructive={decision === 'reject'}
      state={state}
      onConfirm={confirm}
      onClose={props.onClose}
    >
      <SeatSelect
        label={t('admin.seat')}
        seats={seats}
        value={taskId}
        onChange={setTaskId}
      />
      <Select
        label={t('admin.decision')}
        options={decisionKind.options.map(id => ({ id, label: t(WORDS[id]) }))}
        value={decision}
        onChange={key => key !== null && setDecision(key as DecisionKind)}
      />
      <ReasonField
        label={t('admin.reason')}
        value={reason}
        onChange={setReason}
        required
        missing={tried && !reason.trim() ? t('admin.reasonMissing') : undefined}
      />
      <ReasonField
        label={t('panel.comment')}
        value={comment}
        onChange={setComment}
        required={commentNeeded}
        missing={
          tried && commentNeeded && !comment.trim()
            ? t(`panel.commentMissing.${decision}`)
            : undefined
        }
      />
    </ActionDialog>
  );
};
