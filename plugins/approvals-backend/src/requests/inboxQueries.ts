import { Database, NEVER, TaskListRow } from '../database';
import { ListPage } from './listPage';

/** What a list shows of an open task, by alias of its table. */
const SHOWN = {
  p: [
    'id',
    'request_id',
    'round',
    'stage',
    'assignee',
    'kind',
    'status',
    'origin',
    'rules',
    'replaces',
    'claimed_by',
    'claimed_at',
    'created_at',
    'due_at',
    'policy_key',
  ],
  r: [
    'subject_type',
    'subject_id',
    'subject_title',
    'subject_link',
    'subject_entity_ref',
    'requester',
    'policy_version',
  ],
} as const;

/** A task of a list; what was decided about it may be left out where it is open. */
export type ShownTaskRow = Partial<TaskListRow> &
  Pick<
    TaskListRow,
    | (typeof SHOWN)[keyof typeof SHOWN][number]
    | 'request_status'
    | 'request_round'
    | 'request_created_at'
    | 'stage_status'
    | 'stage_need'
    | 'stage_approved'
  >;

/** Whose own open seats, as of which time. */
type Own = { person: string; now: string };

/** How many seats are open and overdue, counted to a most. */
export type Counted = { open: number; overdue: number };

const COLUMNS = [
  ...Object.entries(SHOWN).flatMap(([table, columns]) =>
    columns.map(column => `${table}.${column}`),
  ),
  'r.status as request_status',
  'r.round as request_round',
  'r.created_at as request_created_at',
  's.status as stage_status',
  's.need as stage_need',
  's.approved as stage_approved',
].join(', ');

/** One row, whatever else there is: whether the person can act for somebody now. */
const ACTING = `(select exists (
  select 1 from delegations
  where delegate = ? and ended_at is null and start_at <= ? and end_at > ?
) as acts) d`;

/** Times between which every seat lies. */
const ALWAYS = ['0', NEVER];

/**
 * The open seats of a person. PostgreSQL plans a named statement once for each
 * connection, but only if that plan seems no dearer than those that it makes
 * for each person, and planning takes longer than running it. Between two
 * times that it does not know yet it expects few rows: so the seats are asked
 * for by the times between which all of them lie, {@link ALWAYS}.
 */
const openSeats = (sort: ListPage['sort']) => `from tasks t
  where t.kind = 'approver' and t.status = 'open' and t.assignee = ?
    and t.${sort} >= ? and t.${sort} <= ?`;

/**
 * A page of the caller's own open seats. The inbox as it is opened always has
 * the same few statements: written out, and named so that PostgreSQL plans
 * them once for each connection, which takes longer than running them.
 *
 * @returns undefined when others have delegated to the caller: then the inbox
 *   shows more than this
 */
export async function ownInbox(
  database: Database,
  { person, now }: Own,
  { sort, descending, after, limit }: ListPage,
): Promise<ShownTaskRow[] | undefined> {
  const direction = descending ? 'desc' : 'asc';
  const beyond = `and (t.${sort}, t.id) ${descending ? '<' : '>'} (?, ?)`;
  const result = await database.knex
    .raw(
      `select d.acts, ${COLUMNS}
       from ${ACTING}
       left join (
         select t.* ${openSeats(sort)} ${after ? beyond : ''}
         order by t.${sort} ${direction}, t.id ${direction} limit ?
       ) p on true
       left join requests r on r.id = p.request_id
       left join stages s
         on s.request_id = p.request_id and s.round = p.round and s.idx = p.stage
       order by p.${sort} ${direction}, p.id ${direction}`,
      [
        ...[person, now, now, person, ...ALWAYS],
        ...(after ? [after.value, after.id] : []),
        limit,
      ],
    )
    .options({ name: `approvals_inbox_${sort}_${direction}_${!after}` });
  const rows = database.rowsOf<ShownTaskRow & { acts: unknown; id: unknown }>(
    result,
  );
  if (rows[0].acts) {
    return undefined;
  }
  return rows.filter(({ id }) => id !== null);
}

/**
 * How many open seats the caller has, counted to `most`.
 *
 * @returns undefined when others have delegated to the caller
 */
export async function ownCount(
  database: Database,
  { person, now }: Own,
  most: number,
): Promise<Counted | undefined> {
  const result = await database.knex
    .raw(
      `select d.acts, count(p.due_at) as open,
         sum(case when p.due_at <= ? then 1 else 0 end) as overdue
       from ${ACTING}
       left join (
         select t.due_at ${openSeats('due_at')} order by t.due_at limit ?
       ) p on true
       group by d.acts`,
      [now, person, now, now, person, ...ALWAYS, most],
    )
    .options({ name: 'approvals_badge' });
  // PostgreSQL counts in 64 bits, which come as text.
  const [{ acts, open, overdue }] = database.rowsOf<{
    acts: unknown;
    open: number | string;
    overdue: number | string;
  }>(result);
  return acts ? undefined : { open: Number(open), overdue: Number(overdue) };
}
