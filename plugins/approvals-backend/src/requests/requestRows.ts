import { announcement, chainEvents, EventDraft, StreamHead } from '../history';
import { outboxRows } from '../outbox';
import { Effect, RequestState, StageState, stageView } from '../engine';
import {
  EventRow,
  EventTextRow,
  NEVER,
  OutboxRow,
  PassRow,
  RequestPersonRow,
  RequestRow,
  RoundRow,
  StageRow,
  StreamHeadRow,
  TaskRow,
} from '../database';
import { passRow } from '../passes';
import { effectDrafts } from './effectDrafts';
import { searchColumn } from './search';
import { requestStream } from './stream';

/** The rows that one step writes, table by table: one description, however it is sent. */
export type SaveRows = {
  requests: RequestRow[];
  rounds: RoundRow[];
  stages: StageRow[];
  tasks: TaskRow[];
  request_people: RequestPersonRow[];
  passes: PassRow[];
  events: EventRow[];
  event_texts: EventTextRow[];
  stream_heads: StreamHeadRow[];
  outbox: OutboxRow[];
};

/** What a request has besides the engine's state: fixed when it is made. */
export type Fixed = {
  callbackUrl?: string;
  /** Owners of the subject's entity then. */
  owners: string[];
  requesterName: string;
};

/** A round that starts with this save. */
export type NewRound = {
  context: Record<string, unknown>;
  submittedBy: string;
};

/** A step's events in their places in the chain. */
export type Lines = ReturnType<typeof chainEvents>;

/** One step, ready to be written. */
export type Change = {
  before?: RequestState;
  after: RequestState;
  /** The row's columns that never change, as loaded; absent when the request is new. */
  kept?: KeptColumns;
  fixed?: Fixed;
  newRound?: NewRound;
  events: EventDraft[];
  lines: Lines;
  effects: Effect[];
  now: string;
};

/** Columns of a request's row that are written once. */
export type KeptColumns = Pick<RequestRow, 'callback_url' | 'search'>;

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

function announce({ after, lines, now }: Change) {
  const { id, status, round } = after;
  return announcement(
    requestStream(id),
    {
      from: lines.events[0].seq,
      to: lines.head.seq,
      request: { status, round },
    },
    now,
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

/** States are never changed in place, so what is the same object is the same. */
function changedStages(
  before: RequestState | undefined,
  after: RequestState,
): StageState[] {
  const known = new Set(before?.stages);
  return after.stages.filter(stage => !known.has(stage));
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

function taskRows({ before, after, events, now }: Change): TaskRow[] {
  const known = new Set(before?.stages.flatMap(stage => stage.tasks));
  const decisions = new Map(
    events
      .filter(({ type }) => type === 'task.decided')
      .map(({ id, payload }) => [payload.taskId, id]),
  );
  const rows = changedStages(before, after).flatMap(stage =>
    stage.tasks
      .filter(task => !known.has(task))
      .map(
        (task): TaskRow => ({
          id: task.id,
          request_id: after.id,
          round: stage.round,
          stage: stage.index,
          assignee: task.person,
          kind: task.kind,
          status: task.status,
          origin: task.origin,
          rules: JSON.stringify(task.rules),
          replaces: task.replaces ?? null,
          claimed_by: task.claimedBy ?? null,
          claimed_at: task.claimedAt ?? null,
          decision: task.decision?.decision ?? null,
          decided_by: task.decision?.by ?? null,
          on_behalf_of: task.decision?.onBehalfOf ?? null,
          override: task.decision?.override !== undefined,
          decision_event: decisions.get(task.id) ?? null,
          decided_at: task.decision?.at ?? null,
          withdrawn_reason: task.withdrawnReason ?? null,
          created_at: now,
          due_at: stage.dueAt ?? NEVER,
          policy_key: after.policyKey,
        }),
      ),
  );
  // A seat that closes is written before one that opens for the same person.
  return rows.sort(
    (a, b) => Number(a.status === 'open') - Number(b.status === 'open'),
  );
}

function peopleRows(change: Change): RequestPersonRow[] {
  const { before, after, fixed } = change;
  const seated = after.stages
    .flatMap(stage => stage.tasks)
    .flatMap(task => [
      { person: task.person, part: task.kind },
      ...(task.decision ? [{ person: task.decision.by, part: 'decided' }] : []),
    ]);
  const known = new Set(
    before?.stages
      .flatMap(stage => stage.tasks)
      .flatMap(task => [
        `${task.kind} ${task.person}`,
        ...(task.decision ? [`decided ${task.decision.by}`] : []),
      ]),
  );
  const first = before
    ? []
    : [
        { person: after.requester, part: 'requester' },
        ...(fixed?.owners ?? []).map(person => ({ person, part: 'owner' })),
        ...barredFromTheStart(after).map(person => ({
          person,
          part: 'barred',
        })),
      ];
  const rows = [...first, ...seated.filter(isNew(known))];
  const unique = new Map(rows.map(row => [`${row.part} ${row.person}`, row]));
  return [...unique.values()].map(({ person, part }) => ({
    person,
    part,
    request_id: after.id,
    created_at: after.createdAt,
  }));
}

const isNew =
  (known: Set<string>) =>
  ({ person, part }: { person: string; part: string }) =>
    !known.has(`${part} ${person}`);

function barredFromTheStart(state: RequestState): string[] {
  return state.definition.separationOfDuties.forbidSelfApproval
    ? [state.requester, ...state.involved]
    : [];
}
