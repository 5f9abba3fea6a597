import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  DecisionKind,
  Request,
  Stage,
  Task,
  ViewerAction,
} from '@countersign/backstage-plugin-approvals-common';
import { Alert, Card, CardBody, Text } from '@backstage/ui';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../../translation';
import { needsComment } from '../../../ui/comments';
import { useFaces } from '../../../ui/people/useFaces';
import { refsOfDefinition } from '../../../ui/track';
import { useNow } from '../../../ui/useNow';
import { HandOnDialog } from '../dialogs/HandOnDialog';
import type { DecisionState } from '../useDecision';
import { DecisionButtons } from './DecisionButtons';
import { DecisionComment } from './DecisionComment';
import styles from './panels.module.css';
import { ifNobodyActs, whyAsked } from './whyAsked';

/** A seat that the reader can decide now. */
export type Seat = { stage: Stage; task: Task; action: ViewerAction };

/** The seat that `viewer` promises, if any. */
export function seatOf(request: Request): Seat | undefined {
  const {
    approve,
    reject,
    abstain,
    request_changes: changes,
  } = request.viewer.actions;
  const action = [approve, reject, abstain, changes].find(
    candidate => candidate?.allowed && candidate.taskId,
  );
  const stage = request.stages.find(candidate =>
    candidate.tasks.some(({ id }) => id === action?.taskId),
  );
  const task = stage?.tasks.find(({ id }) => id === action?.taskId);
  return action && stage && task ? { stage, task, action } : undefined;
}

/** Approve, reject, ask for changes, abstain: with why, and what happens otherwise. */
export const DecisionPanel = (props: {
  request: Request;
  seat: Seat;
  state: DecisionState;
  onDecide: (taskId: string, decision: DecisionKind, comment?: string) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { request, seat, state } = props;
  const { stage, task, action } = seat;
  // What was written stays when the server refused.
  const [comment, setComment] = useState(
    state.status === 'refused' ? state.comment ?? '' : '',
  );
  const [missing, setMissing] = useState<DecisionKind>();
  const [handing, setHanding] = useState(false);
  const demand = stage.definition.comment;

  const decide = (decision: DecisionKind) => {
    if (needsComment(decision, demand) && !comment.trim()) {
      setMissing(decision);
      return;
    }
    setMissing(undefined);
    props.onDecide(task.id, decision, comment.trim() || undefined);
  };

  return (
    <Card className={styles.panel}>
      <CardBody>
        <PanelHead request={request} seat={seat} />
        <DecisionComment
          demand={demand}
          value={comment}
          onChange={setComment}
          missing={missing}
        />
        {state.status === 'refused' && (
          <Alert
            status="danger"
            icon
            role="alert"
            title={t('panel.refused')}
            description={state.message}
          />
        )}
        <DecisionButtons
          viewer={request.viewer}
          task={task}
          onDecide={decide}
          onHandOn={() => setHanding(true)}
        />
        {handing && (
          <HandOnDialog
            request={request}
            taskId={request.viewer.actions.reassign?.taskId ?? action.taskId}
            onClose={() => setHanding(false)}
          />
        )}
      </CardBody>
    </Card>
  );
};

const PanelHead = ({ request, seat }: { request: Request; seat: Seat }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { stage, task, action } = seat;
  const now = useNow();
  const face = useFaces([
    ...refsOfDefinition(stage.definition),
    ...(action.onBehalfOf ? [action.onBehalfOf] : []),
  ]);
  const tongue = { t, face };
  const otherwise = ifNobodyActs(stage, request.expiresAt, now, tongue);
  const completes = request.viewer.actions.approve?.effect === 'approves';
  return (
    <div className={styles.head}>
      <Text as="h2" variant="body-large" weight="bold">
        {action.onBehalfOf
          ? t('panel.titleFor', { name: face(action.onBehalfOf).name })
          : t('panel.title')}
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        {stage.name}
        {completes && ` · ${t('panel.completes')}`}
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        {[...whyAsked(stage, task, action, tongue), otherwise]
          .filter(Boolean)
          .join(' ')}
      </Text>
    </div>
  );
};
