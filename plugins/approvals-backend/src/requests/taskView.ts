import {
  durationToMillis,
  PolicyDefinition,
  Task,
  TaskItem,
  TextPart,
} from '@countersign/backstage-plugin-approvals-common';
import { NEVER } from '../database';
import { StageState, TaskState } from '../engine';
import { ShownTaskRow } from './inboxQueries';
import { Seats } from './taskConditions';

/** The words of a decision: the comment, and why it was overridden. */
export type DecisionTexts = {
  text?: string;
  reason?: string;
  /** Those that were erased. */
  erased?: TextPart[];
};

/** A task as the API shows it. */
export function taskView(
  requestId: string,
  stage: StageState,
  task: TaskState,
  texts: DecisionTexts = {},
  delegates: string[] = [],
): Task {
  const { decision } = task;
  return {
    id: task.id,
    requestId,
    round: stage.round,
    stage: stage.index,
    person: task.person,
    kind: task.kind,
    status: task.status,
    origin: task.origin,
    rules: task.rules,
    replaces: task.replaces,
    withdrawnReason: task.withdrawnReason,
    claimedAt: task.claimedAt,
    claimedBy: task.claimedBy,
    decision: decision && {
      decision: decision.decision,
      by: decision.by,
      onBehalfOf: decision.onBehalfOf,
      override: decision.override && { reason: texts.reason },
      comment: texts.text,
      erased: texts.erased,
      at: decision.at,
    },
    delegates: delegates.length > 0 ? delegates : undefined,
  };
}

/** A task of a list, with what the list shows of its request and stage. */
export function taskItem(
  row: ShownTaskRow,
  definition: PolicyDefinition,
  own: Seats,
  now: string,
): TaskItem {
  const stage = definition.stages[row.stage];
  const dueAt = row.due_at === NEVER ? undefined : row.due_at;
  const isOpen = row.status === 'open';
  return {
    id: row.id,
    requestId: row.request_id,
    round: row.round,
    stage: row.stage,
    person: row.assignee,
    kind: row.kind,
    status: row.status,
    origin: row.origin,
    rules: JSON.parse(row.rules),
    replaces: row.replaces ?? undefined,
    withdrawnReason: row.withdrawn_reason ?? undefined,
    claimedAt: row.claimed_at ?? undefined,
    claimedBy: row.claimed_by ?? undefined,
    decision: decisionOf(row),
    actingFor: isOpen && actsFor(own, row) ? row.assignee : undefined,
    request: {
      id: row.request_id,
      status: row.request_status,
      round: row.request_round,
      subject: {
        type: row.subject_type,
        id: row.subject_id,
        title: row.subject_title,
        link: row.subject_link ?? undefined,
        entityRef: row.subject_entity_ref ?? undefined,
      },
      requester: row.requester,
      policy: {
        key: row.policy_key,
        version: row.policy_version,
        name: definition.name,
      },
      createdAt: row.request_created_at,
    },
    stageState: {
      name: stage.name,
      status: row.stage_status,
      need: row.stage_need ?? undefined,
      approved: row.stage_approved,
      dueAt,
      remindAt:
        dueAt && stage.deadline?.remindBefore
          ? before(dueAt, stage.deadline.remindBefore)
          : undefined,
      overdue: isOpen && dueAt !== undefined && dueAt <= now,
      comment: stage.comment,
    },
  };
}

/** Whether the seat is of somebody for whom the caller may act now. */
function actsFor(
  { delegators }: Seats,
  { assignee, policy_key: key }: ShownTaskRow,
): boolean {
  return delegators.some(
    ({ person, policyKeys }) =>
      person === assignee && (!policyKeys || policyKeys.includes(key)),
  );
}

function decisionOf(row: ShownTaskRow): Task['decision'] {
  if (!row.decision || !row.decided_by || !row.decided_at) {
    return undefined;
  }
  return {
    decision: row.decision,
    by: row.decided_by,
    onBehalfOf: row.on_behalf_of ?? undefined,
    override: row.override
      ? { reason: row.override_reason ?? undefined }
      : undefined,
    comment: row.comment ?? undefined,
    erased: erasedParts(row),
    at: row.decided_at,
  };
}

function erasedParts(row: ShownTaskRow): TextPart[] | undefined {
  const erased: TextPart[] = [
    ...(row.comment_erased_by ? (['text'] as const) : []),
    ...(row.override_reason_erased_by ? (['reason'] as const) : []),
  ];
  return erased.length > 0 ? erased : undefined;
}

function before(time: string, duration: string): string {
  return new Date(Date.parse(time) - durationToMillis(duration)).toISOString();
}
