import type {
  DecisionKind,
  StageDefinition,
} from '@countersign/backstage-plugin-approvals-common';

/** True when a decision in a stage needs a comment. */
export function needsComment(
  decision: DecisionKind,
  demand: StageDefinition['comment'],
): boolean {
  return (
    decision === 'request_changes' ||
    demand === 'required' ||
    (demand === 'required-on-reject' && decision === 'reject')
  );
}
