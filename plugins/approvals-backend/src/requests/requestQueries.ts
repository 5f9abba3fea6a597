import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { RequestStatus } from '@countersign/backstage-plugin-approvals-common';
import { Database, RequestRow, StageRow, tables } from '../database';
import { LastKey } from '../http';
import { RequestFilter } from '../permissions';
import {
  RequestConditions,
  whereRequest,
  whereRequestScope,
} from './requestConditions';

/** Which requests a list is about. */
export type RequestFilters = RequestConditions & {
  scope: 'all' | 'none' | PermissionCriteria<RequestFilter>;
  status?: RequestStatus[];
  policyKey?: string;
  createdAfter?: string;
  createdBefore?: string;
};

/** A page of requests: ordered by a column, ties by id. */
export type RequestPage = {
  sort: 'due_at' | 'created_at';
  descending: boolean;
  after?: LastKey;
  limit: number;
};

const COLUMNS = [
  'id',
  'policy_key',
  'policy_version',
  'subject_type',
  'subject_id',
  'subject_title',
  'subject_link',
  'subject_entity_ref',
  'requester',
  'actor',
  'digest',
  'status',
  'reason',
  'round',
  'created_at',
  'expires_at',
  'completed_at',
  'due_at',
] as const satisfies readonly (keyof RequestRow)[];

/** What a list shows of a request's row. */
export type RequestListRow = Pick<RequestRow, (typeof COLUMNS)[number]>;

/** A list names so many of the people that a stage waits for: it may be a thousand. */
export const MOST_NAMES = 10;

/** A stage with some of the people it waits for, by name, between blanks. */
export type StageListRow = StageRow & { waiting_on: string | null };

/** A page of requests with the stages of their present round and the people they wait for. */
export type RequestListPage = {
  requests: RequestListRow[];
  stages: StageListRow[];
};

/** One page of requests within the caller's scope. */
export async function pageOfRequests(
  database: Database,
  filters: RequestFilters,
  page: RequestPage,
  now: string,
): Promise<RequestListPage> {
  const { knex } = database;
  const direction = page.descending ? 'desc' : 'asc';
  const query = knex(`${tables.requests} as r`).select(
    COLUMNS.map(column => `r.${column}`),
  );
  whereRequestScope(query, filters.scope, now);
  whereRequest(query, filters);
  if (filters.status) {
    query.whereIn('r.status', filters.status);
  }
  if (filters.policyKey) {
    query.where('r.policy_key', filters.policyKey);
  }
  if (filters.createdAfter) {
    query.where('r.created_at', '>=', filters.createdAfter);
  }
  if (filters.createdBefore) {
    query.where('r.created_at', '<', filters.createdBefore);
  }
  if (page.after) {
    query.whereRaw(
      `(r.${page.sort}, r.id) ${page.descending ? '<' : '>'} (?, ?)`,
      [page.after.value, page.after.id],
    );
  }
  const requests: RequestListRow[] = await query
    .orderBy(`r.${page.sort}`, direction)
    .orderBy('r.id', direction)
    .limit(page.limit);
  const stages = await stagesOf(
    database,
    requests.map(({ id }) => id),
  );
  return { requests, stages };
}

/**
 * The stages of the present rounds. Open seats come from the index that keeps
 * people from sitting twice, and reading them stops after the first few.
 */
async function stagesOf(
  { knex, isPostgres }: Database,
  requestIds: string[],
): Promise<StageListRow[]> {
  const joined = isPostgres ? 'string_agg' : 'group_concat';
  const seats = knex(tables.tasks)
    .whereRaw('request_id = s.request_id and round = s.round and stage = s.idx')
    .where({ status: 'open', kind: 'approver' })
    .orderBy('assignee')
    .limit(MOST_NAMES)
    .select('assignee')
    .as('w');
  return knex(`${tables.stages} as s`)
    .join(`${tables.requests} as r`, join =>
      join.on('r.id', 's.request_id').andOn('r.round', 's.round'),
    )
    .whereIn('s.request_id', requestIds)
    .orderBy('s.idx')
    .select(
      's.*',
      knex
        .from(seats)
        .select(knex.raw(`${joined}(w.assignee, ' ')`))
        .as('waiting_on'),
    );
}
