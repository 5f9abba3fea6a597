import { Knex } from 'knex';
import { tables } from '../database';
import {
  RequestScope,
  whereRequest,
  whereRequestScope,
} from './requestConditions';

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
        scope: RequestScope;
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

function isOnlyOpen(status: string[]): boolean {
  return status.length === 1 && status[0] === 'open';
}

/** Keeps the tasks, known as `t` in the query, that a list is about. */
export function whereTasks(
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
  criteria: RequestScope,
  now: string,
): void {
  if (criteria !== 'all') {
    query.whereExists(sub => {
      sub.from(`${tables.requests} as r`).whereRaw('r.id = t.request_id');
      whereRequestScope(sub, criteria, now);
    });
  }
}
