import type {
  DecisionKind,
  Request,
} from '@countersign/backstage-plugin-approvals-common';
import type { DecisionState } from '../useDecision';
import { AdminPanel, hasAdminActions } from './AdminPanel';
import { DecisionPanel, seatOf } from './DecisionPanel';
import { DonePanel, NotYours } from './DonePanel';
import { OwnPanel } from './OwnPanel';

/** What the reader can do with the request, and, where not, why. */
export const Panels = (props: {
  request: Request;
  state: DecisionState;
  onDecide: (taskId: string, decision: DecisionKind, comment?: string) => void;
}) => {
  const { request, state, onDecide } = props;
  const { parts, actions } = request.viewer;
  const seat = seatOf(request);
  const sent =
    state.status === 'sent' || state.status === 'done' ? state.sent : undefined;
  const decidable = seat && seat.task.id !== sent?.taskId ? seat : undefined;
  const own =
    parts.includes('requester') &&
    (actions.withdraw?.allowed || actions.resubmit?.allowed);
  const refusal =
    request.status === 'in_review' && !own && !sent
      ? actions.approve?.message
      : undefined;

  return (
    <>
      {decidable && (
        <DecisionPanel
          key={decidable.task.id}
          request={request}
          seat={decidable}
          state={state}
          onDecide={onDecide}
        />
      )}
      {!decidable && sent && (
        <DonePanel requestId={request.id} decision={sent.decision} />
      )}
      {!decidable && refusal && <NotYours message={refusal} />}
      {own && <OwnPanel request={request} />}
      {hasAdminActions(request) && <AdminPanel request={request} />}
    </>
  );
};
