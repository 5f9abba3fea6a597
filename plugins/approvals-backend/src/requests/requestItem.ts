import {
  PolicyDefinition,
  RequestItem,
  RunBrief,
} from '@countersign/backstage-plugin-approvals-common';
import { NEVER } from '../database';
import { MOST_NAMES, RequestListPage, RequestListRow } from './requestQueries';

/** A request of a list as the API shows it. */
export function requestItem(
  row: RequestListRow,
  page: RequestListPage,
  beside: { definition: PolicyDefinition; run?: RunBrief },
  now: string,
): RequestItem {
  const { definition, run } = beside;
  const dueAt = row.due_at === NEVER ? undefined : row.due_at;
  const stages = page.stages.filter(({ request_id }) => request_id === row.id);
  const waitingOn = stages.flatMap(
    ({ waiting_on }) => waiting_on?.split(' ') ?? [],
  );
  return {
    id: row.id,
    status: row.status,
    reason: row.reason ?? undefined,
    round: row.round,
    policy: {
      key: row.policy_key,
      version: row.policy_version,
      name: definition.name,
    },
    subject: {
      type: row.subject_type,
      id: row.subject_id,
      title: row.subject_title,
      link: row.subject_link ?? undefined,
      entityRef: row.subject_entity_ref ?? undefined,
    },
    digest: row.digest,
    requester: row.requester,
    actor: row.actor ?? undefined,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    completedAt: row.completed_at ?? undefined,
    dueAt,
    overdue: dueAt !== undefined && dueAt <= now,
    stages: stages.map(stage => ({
      index: stage.idx,
      name: definition.stages[stage.idx].name,
      group: definition.stages[stage.idx].parallelGroup,
      status: stage.status,
      reason: stage.reason ?? undefined,
      need: stage.need ?? undefined,
      approved: stage.approved,
      dueAt: stage.due_at ?? undefined,
    })),
    run,
    waitingOn: [...new Set(waitingOn)].slice(0, MOST_NAMES),
  };
}
