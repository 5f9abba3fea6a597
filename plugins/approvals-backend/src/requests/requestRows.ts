import { announcement, StreamHead } from '../history';
import { outboxRows } from '../outbox';
import { RequestState, StageState, stageView } from '../engine';
import { NEVER, RequestRow, RoundRow, StageRow } from '../database';
import { passRow } from '../passes';
import { Change, NewRound, SaveRows } from './change';
import { effectDrafts } from './effectDrafts';
import { searchColumn } from './search';
import { changedStages, peopleRows, taskRows } from './seatRows';
import { requestStream } from './stream';

/** The state as it is kept: without the definition, which the policy version has. */
function packState(state: RequestState): string {
  const { definition: _, ...kept } = state;
  return JSON.stringify(kept);
}

/** Lays a step out as rows. */
export function toSaveRows(change: Change): SaveRows {
  const { before, after, lines, now } = change;
  return {
    requests: [requestRow(change, lines.head)],
    rounds: change.newRound ? [roundRow(change, change.newRound)] : [],
    stages: changedStages(before, after).map(stage =>
      stageRow(after, stage, now),
    ),
    tasks: taskRows(change),
    request_people: peopleRows(change),
    passes:
      after.pass && after.pass !== before?.pass
        ? [passRow(after.id, after.pass)]
        : [],
    events: lines.events,
    event_texts: lines.texts,
    stream_heads: [{ stream: requestStream(after.id), ...lines.head }],
    outbox: outboxRows(
      [...effectDrafts(after.id, change.effects), announce(change)],
      now,
    ),
  };
}

function announce({ after, lines, now, atLeisure }: Change) {
  const { id, status, round } = after;
  return announcement(
    requestStream(id),
    {
      from: lines.events[0].seq,
      to: lines.head.seq,
      request: { status, round },
    },
    now,
    { atLeisure },
  );
}

function requestRow(change: Change, head: StreamHead): RequestRow {
  const { after: state, fixed, kept } = change;
  return {
    id: state.id,
    policy_key: state.policyKey,
    policy_version: state.policyVersion,
    subject_type: state.subject.type,
    subject_id: state.subject.id,
    subject_title: state.subject.title,
    subject_link: state.subject.link ?? null,
    subject_entity_ref: state.subject.entityRef ?? null,
    requester: state.requester,
    actor: state.actor ?? null,
    service: state.service ?? null,
    involved: JSON.stringify(state.involved),
    execution_kind: state.execution?.kind ?? null,
    execution_id: state.execution?.id ?? null,
    execution_link: state.execution?.link ?? null,
    callback_url: kept ? kept.callback_url : fixed?.callbackUrl ?? null,
    digest: state.digest,
    status: state.status,
    reason: state.reason ?? null,
    round: state.round,
    one_open: state.definition.oneOpenPerSubject,
    forbid_repeat: state.definition.separationOfDuties.forbidRepeatApprovers,
    search:
      kept?.search ??
      searchColumn(
        state.subject.title,
        state.subject.id,
        fixed?.requesterName ?? state.requester,
      ),
    created_at: state.createdAt,
    round_started_at: state.roundStartedAt,
    expires_at: state.expiresAt ?? null,
    completed_at: state.completedAt ?? null,
    due_at: earliestDue(state),
    state: packState(state),
    stream_seq: head.seq,
    stream_hash: head.hash,
  };
}

/** The earliest deadline among the running stages of this round. */
function earliestDue(state: RequestState): string {
  return state.stages
    .filter(
      stage =>
        stage.round === state.round &&
        (stage.status === 'active' || stage.status === 'held'),
    )
    .map(stage => stage.dueAt ?? NEVER)
    .reduce((first, dueAt) => (dueAt < first ? dueAt : first), NEVER);
}

function roundRow(change: Change, round: NewRound): RoundRow {
  const { after } = change;
  const start = change.events.find(
    ({ type }) => type === 'request.created' || type === 'request.resubmitted',
  );
  return {
    request_id: after.id,
    round: after.round,
    context: JSON.stringify(round.context),
    digest: after.digest,
    submitted_by: round.submittedBy,
    submitted_at: after.roundStartedAt,
    event_id: start?.id ?? null,
  };
}

function stageRow(
  state: RequestState,
  stage: StageState,
  now: string,
): StageRow {
  const view = stageView(state, stage, now);
  return {
    request_id: state.id,
    round: stage.round,
    idx: stage.index,
    status: stage.status,
    reason: stage.reason ?? null,
    need: view.need ?? null,
    approved: view.approved,
    started_at: stage.startedAt ?? null,
    due_at: stage.dueAt ?? null,
    ended_at: stage.endedAt ?? null,
  };
}
