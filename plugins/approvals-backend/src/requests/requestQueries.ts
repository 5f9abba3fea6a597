import { Knex } from 'knex';
import { RequestStatus } from '@countersign/backstage-plugin-approvals-common';
import { Database, RequestRow, StageRow, tables } from '../database';
import { ListPage } from './listPage';
import {
  RequestConditions,
  RequestScope,
  whereRequest,
  whereRequestScope,
} from './requestConditions';
import { Alternative, alternativesOf } from './scopeQueries';

/** Which requests a list is about. */
export type RequestFilters = RequestConditions & {
  scope: RequestScope;
  status?: RequestStatus[];
  policyKey?: string;
  createdAfter?: string;
  createdBefore?: string;
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
  'execution_kind',
  'execution_id',
  'execution_link',
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
  page: ListPage,
  now: string,
): Promise<RequestListPage> {
  const { knex } = database;
  const { scope, ...rest } = filters;
  const alternatives = (await alternativesOf(knex, scope, now)).map(one =>
    someRequests(knex, { ...rest, one }, page, now),
  );
  const columns = COLUMNS.map(column => `r.${column}`);
  if (alternatives.length === 0) {
    return { requests: [], stages: [] };
  }
  const requests: RequestListRow[] =
    alternatives.length === 1
      ? await alternatives[0].select(columns)
      : // The page is among the first of each.
        await knex(`${tables.requests} as r`)
          .select(columns)
          .whereIn('r.id', firstOfEach(knex, alternatives))
          .orderBy(`r.${page.sort}`, page.descending ? 'desc' : 'asc')
          .orderBy('r.id', page.descending ? 'desc' : 'asc')
          .limit(page.limit);
  const stages = await stagesOf(
    database,
    requests.map(({ id }) => id),
  );
  return { requests, stages };
}

/** The requests of a page within one part of a scope; what of them is for the caller to say. */
function someRequests(
  knex: Knex,
  filters: Omit<RequestFilters, 'scope'> & { one: Alternative },
  page: ListPage,
  now: string,
): Knex.QueryBuilder {
  const query = knex(`${tables.requests} as r`);
  const key = whereAlternative(query, filters.one, page, now);
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
      `(${key.join(', ')}) ${page.descending ? '<' : '>'} (?, ?)`,
      [page.after.value, page.after.id],
    );
  }
  const order = page.descending ? 'desc' : 'asc';
  return query
    .orderBy(key.map(column => ({ column, order })))
    .limit(page.limit);
}

/**
 * Keeps the requests within one part of a scope.
 *
 * @returns the columns by which it has them in order
 */
function whereAlternative(
  query: Knex.QueryBuilder,
  one: Alternative,
  { sort }: ListPage,
  now: string,
): [value: string, id: string] {
  if ('scope' in one) {
    whereRequestScope(query, one.scope, now);
  } else if ('versions' in one) {
    // The keys once more, for the index on them.
    query
      .whereIn(
        'r.policy_key',
        one.versions.map(([key]) => key),
      )
      .whereIn(['r.policy_key', 'r.policy_version'], one.versions);
  } else {
    query
      .join(`${tables.requestPeople} as rp`, 'rp.request_id', 'r.id')
      .where({ 'rp.person': one.person, 'rp.part': one.part });
    if (one.policyKeys) {
      query.whereIn('r.policy_key', one.policyKeys);
    }
    if (sort === 'created_at') {
      return ['rp.created_at', 'rp.request_id'];
    }
  }
  return [`r.${sort}`, 'r.id'];
}

/** SQLite takes no order inside a union: each is a table of its own in it. */
function firstOfEach(
  knex: Knex,
  alternatives: Knex.QueryBuilder[],
): Knex.QueryBuilder {
  return knex.unionAll(
    alternatives.map((query, index) =>
      knex.select('id').from(query.select('r.id').as(`a${index}`)),
    ),
  );
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
