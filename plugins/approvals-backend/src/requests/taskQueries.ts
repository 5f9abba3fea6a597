import { Knex } from 'knex';
import { tables, TaskListRow } from '../database';
import { ListPage } from './listPage';
import { Seats, TaskFilters, whereTasks } from './taskConditions';

/**
 * One page of tasks with what a list shows of their requests and stages.
 * The page itself comes from the partial index on open approver tasks; its
 * rows then fetch request, stage and comment by key.
 */
export async function pageOfTasks(
  knex: Knex,
  filters: TaskFilters,
  page: ListPage,
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
  return withRequests(knex, ids)
    .orderBy(`p.${page.sort}`, direction)
    .orderBy('p.id', direction);
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

/** How many open tasks the caller can act on, and how many of them are overdue, counted to `most`. */
export async function countOpen(
  knex: Knex,
  { seats, now, most }: { seats: Seats; now: string; most: number },
): Promise<{ open: number; overdue: number }> {
  const query = knex(`${tables.tasks} as t`).select('t.due_at');
  whereTasks(knex, query, { seats: { of: 'caller', seats }, status: ['open'] });
  query.orderBy('t.due_at').limit(most);
  const rows: { due_at: string }[] = await query;
  return {
    open: rows.length,
    overdue: rows.filter(({ due_at }) => due_at <= now).length,
  };
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
      'x.erased_by as comment_erased_by',
      'y.text as override_reason',
      'y.erased_by as override_reason_erased_by',
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
