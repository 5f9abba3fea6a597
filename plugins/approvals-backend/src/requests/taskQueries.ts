import { Knex } from 'knex';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { Scope, RequestFacts, RequestFilter } from '../permissions';
import { tables, TaskListRow } from '../database';
import { LastKey } from '../http';
import { whereRequest, whereRequestScope } from './requestConditions';

/** Whose seats the caller can act on: their own, and those of people who delegate to them now. */
export type Seats = {
  person: string;
  delegators: { person: string; policyKeys?: string[] }[];
};

/** Which tasks a list is about. */
export type TaskFilters = {
  /** Whose seats: what somebody can act on, or anybody's within a scope. */
  seats:
    | { of: 'caller'; seats: Seats }
    | {
        of: 'person';
        person?: string;
        scope: Scope<RequestFacts, RequestFilter>['criteria'];
        now: string;
      };
  status: string[];
  overdueAt?: string;
  notDueAt?: string;
  policyKey?: string;
  requester?: string;
  subjectType?: string;
  subjectId?: string;
  entityRef?: string;
  q?: string;
  createdAfter?: string;
  createdBefore?: string;
};

/** A page: ordered by a column of `tasks`, ties by id. */
export type TaskPage = {
  sort: 'due_at' | 'created_at';
  descending: boolean;
  after?: LastKey;
  limit: number;
};

/**
 * One page of tasks with what a list shows of their requests and stages.
 * The page itself comes from the partial index on open approver tasks; its
 * rows then fetch request, stage and comment by key.
 */
export async function pageOfTasks(
  knex: Knex,
  filters: TaskFilters,
  page: TaskPage,
): Promise<TaskListRow[]> {
  const direction = page.descending ? 'desc' : 'asc';
  const ids = knex(`${tables.tasks} as t`).select('t.*');
  whereTasks(knex, ids, filters);
  if (page.after) {
    ids.whereRaw(
      `(t.${page.sort}, t.id) ${page.descending ? '<' : '>'} (?, ?)`,
      [page.after.value, page.after.id],
    );
  }
  ids
    .orderBy(`t.${page.sort}`, direction)
    .orderBy('t.id', direction)
    .limit(page.limit);
  const query = withRequests(knex, ids)
    .orderBy(`p.${page.sort}`, direction)
    .orderBy('p.id', direction);
  return isPlainInbox(filters)
    ? query.options({
        name: `approvals_inbox_${page.sort}_${direction}_${!page.after}`,
      })
    : query;
}

/**
 * The inbox without filters and delegations always has the same statement. By
 * its name PostgreSQL plans it once for each connection, which takes longer
 * than running it.
 */
function isPlainInbox({ seats, status, ...others }: TaskFilters): boolean {
  return (
    seats.of === 'caller' &&
    seats.seats.delegators.length === 0 &&
    isOnlyOpen(status) &&
    Object.values(others).every(value => value === undefined)
  );
}

function isOnlyOpen(status: string[]): boolean {
  return status.length === 1 && status[0] === 'open';
}

/** One task with what a list shows of it. */
export async function oneTask(
  knex: Knex,
  id: string,
): Promise<TaskListRow | undefined> {
  const rows = await withRequests(
    knex,
    knex(`${tables.tasks} as t`).select('t.*').where('t.id', id),
  );
  return rows[0];
}

/** Due times of open tasks of the caller, earliest first, `cap` + 1 at most. */
export async function dueTimes(
  knex: Knex,
  seats: Seats,
  cap: number,
): Promise<string[]> {
  const query = knex(`${tables.tasks} as t`).select('t.due_at');
  whereTasks(knex, query, { seats: { of: 'caller', seats }, status: ['open'] });
  query.orderBy('t.due_at').limit(cap + 1);
  if (seats.delegators.length === 0) {
    query.options({ name: 'approvals_badge' });
  }
  const rows = await query;
  return rows.map((row: { due_at: string }) => row.due_at);
}

function withRequests(knex: Knex, page: Knex.QueryBuilder) {
  return knex
    .with('page', page)
    .from('page as p')
    .join(`${tables.requests} as r`, 'r.id', 'p.request_id')
    .join(`${tables.stages} as s`, join =>
      join
        .on('s.request_id', 'p.request_id')
        .andOn('s.round', 'p.round')
        .andOn('s.idx', 'p.stage'),
    )
    .leftJoin(`${tables.eventTexts} as x`, join =>
      join
        .on('x.event_id', 'p.decision_event')
        .andOn('x.part', knex.raw('?', ['text'])),
    )
    .leftJoin(`${tables.eventTexts} as y`, join =>
      join
        .on('y.event_id', 'p.decision_event')
        .andOn('y.part', knex.raw('?', ['reason'])),
    )
    .select(
      'p.*',
      'x.text as comment',
      'y.text as override_reason',
      'r.status as request_status',
      'r.round as request_round',
      'r.subject_type',
      'r.subject_id',
      'r.subject_title',
      'r.subject_link',
      'r.subject_entity_ref',
      'r.requester',
      'r.policy_version',
      'r.created_at as request_created_at',
      's.status as stage_status',
      's.need as stage_need',
      's.approved as stage_approved',
    );
}

function whereTasks(
  knex: Knex,
  query: Knex.QueryBuilder,
  filters: TaskFilters,
): void {
  // Written out and no parameters: a prepared plan uses the partial index only then.
  query.whereRaw("t.kind = 'approver'");
  if (isOnlyOpen(filters.status)) {
    query.whereRaw("t.status = 'open'");
  } else {
    query.whereIn('t.status', filters.status);
  }
  if (filters.seats.of === 'caller') {
    whereSeats(knex, query, filters.seats.seats, filters.status);
  } else {
    if (filters.seats.person) {
      query.where('t.assignee', filters.seats.person);
    }
    whereVisible(query, filters.seats.scope, filters.seats.now);
  }
  if (filters.overdueAt) {
    query.where('t.due_at', '<=', filters.overdueAt);
  }
  if (filters.notDueAt) {
    query.where('t.due_at', '>', filters.notDueAt);
  }
  if (filters.policyKey) {
    query.where('t.policy_key', filters.policyKey);
  }
  if (filters.createdAfter) {
    query.where('t.created_at', '>=', filters.createdAfter);
  }
  if (filters.createdBefore) {
    query.where('t.created_at', '<', filters.createdBefore);
  }
  const { requester, subjectType, subjectId, entityRef, q } = filters;
  if (requester || subjectType || subjectId || entityRef || q) {
    query.whereExists(sub => {
      sub.from(`${tables.requests} as r`).whereRaw('r.id = t.request_id');
      whereRequest(sub, { requester, subjectType, subjectId, entityRef, q });
    });
  }
}

/**
 * Own seats, those that the caller has decided for others, and the open ones of
 * a delegator that the caller would not be refused.
 */
function whereSeats(
  knex: Knex,
  query: Knex.QueryBuilder,
  { person, delegators }: Seats,
  status: string[],
): void {
  query.where(either => {
    either.where('t.assignee', person);
    if (status.includes('decided')) {
      either.orWhere('t.decided_by', person);
    }
    for (const delegator of status.includes('open') ? delegators : []) {
      either.orWhere(delegated => {
        delegated.where({ 't.assignee': delegator.person, 't.status': 'open' });
        if (delegator.policyKeys) {
          delegated.whereIn('t.policy_key', delegator.policyKeys);
        }
        whereNotKeptOut(knex, delegated, person);
      });
    }
  });
}

/** Leaves out seats of which a delegate would be refused: barred, or seated in the stage. */
function whereNotKeptOut(
  knex: Knex,
  query: Knex.QueryBuilder,
  person: string,
): void {
  query
    .whereNotExists(
      knex(tables.requestPeople)
        .where({ person, part: 'barred' })
        .whereRaw('request_id = t.request_id'),
    )
    .whereNotExists(
      knex(`${tables.tasks} as o`)
        .whereRaw(
          'o.request_id = t.request_id and o.round = t.round and o.stage = t.stage',
        )
        .where('o.kind', 'approver')
        .where(seat =>
          seat
            .where('o.decided_by', person)
            .orWhere(own =>
              own
                .where('o.assignee', person)
                .whereIn('o.status', ['open', 'decided']),
            ),
        ),
    )
    .whereNotExists(
      knex(`${tables.tasks} as o`)
        .join(`${tables.requests} as r`, 'r.id', 'o.request_id')
        .whereRaw('o.request_id = t.request_id and o.round = t.round')
        .where('r.forbid_repeat', true)
        .where({ 'o.decision': 'approve', 'o.status': 'decided' })
        .where(approver =>
          approver
            .where('o.decided_by', person)
            .orWhere('o.on_behalf_of', person),
        ),
    );
}

function whereVisible(
  query: Knex.QueryBuilder,
  criteria: 'all' | 'none' | PermissionCriteria<RequestFilter>,
  now: string,
): void {
  if (criteria !== 'all') {
    query.whereExists(sub => {
      sub.from(`${tables.requests} as r`).whereRaw('r.id = t.request_id');
      whereRequestScope(sub, criteria, now);
    });
  }
}
