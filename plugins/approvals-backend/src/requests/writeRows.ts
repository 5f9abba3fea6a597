import { Tx } from '../database';
import { SaveRows } from './requestRows';

type Row = Record<string, string | number | boolean | null>;

type Write = {
  table: keyof SaveRows;
  key: string[];
  columns: string[];
  /** `update`: the row may be there already. `ignore`: then it stays. `insert`: it must not be. */
  mode: 'insert' | 'update' | 'ignore';
  /** Columns that keep what they had when the new row has nothing. */
  sticky?: string[];
  /** Columns that keep what they had. */
  fixed?: string[];
};

/** How each table is written, in an order that satisfies the references. */
const WRITES: Write[] = [
  {
    table: 'requests',
    key: ['id'],
    mode: 'update',
    columns: [
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
      'service',
      'involved',
      'execution_kind',
      'execution_id',
      'execution_link',
      'callback_url',
      'digest',
      'status',
      'reason',
      'round',
      'one_open',
      'forbid_repeat',
      'search',
      'created_at',
      'round_started_at',
      'expires_at',
      'completed_at',
      'due_at',
      'state',
      'stream_seq',
      'stream_hash',
    ],
  },
  {
    table: 'rounds',
    key: ['request_id', 'round'],
    mode: 'insert',
    columns: [
      'request_id',
      'round',
      'context',
      'digest',
      'submitted_by',
      'submitted_at',
      'event_id',
    ],
  },
  {
    table: 'stages',
    key: ['request_id', 'round', 'idx'],
    mode: 'update',
    columns: [
      'request_id',
      'round',
      'idx',
      'status',
      'reason',
      'need',
      'approved',
      'started_at',
      'due_at',
      'ended_at',
    ],
  },
  {
    table: 'tasks',
    key: ['id'],
    mode: 'update',
    sticky: ['decision_event'],
    fixed: ['created_at'],
    columns: [
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
      'decision',
      'decided_by',
      'on_behalf_of',
      'override',
      'decision_event',
      'decided_at',
      'withdrawn_reason',
      'created_at',
      'due_at',
      'policy_key',
    ],
  },
  {
    table: 'request_people',
    key: ['person', 'part', 'request_id'],
    mode: 'ignore',
    columns: ['person', 'request_id', 'part', 'created_at'],
  },
  {
    table: 'passes',
    key: ['request_id'],
    mode: 'update',
    columns: [
      'request_id',
      'policy_key',
      'digest',
      'status',
      'created_at',
      'expires_at',
      'consumer',
      'consumed_at',
      'revoked_by',
      'revoked_at',
    ],
  },
  {
    table: 'events',
    key: ['id'],
    mode: 'insert',
    columns: [
      'id',
      'stream',
      'seq',
      'type',
      'actor',
      'on_behalf_of',
      'at',
      'payload',
      'previous_hash',
      'hash',
    ],
  },
  {
    table: 'event_texts',
    key: ['event_id', 'part'],
    mode: 'insert',
    columns: ['event_id', 'part', 'salt', 'text'],
  },
  {
    table: 'stream_heads',
    key: ['stream'],
    mode: 'update',
    columns: ['stream', 'seq', 'hash'],
  },
  {
    table: 'outbox',
    key: ['id'],
    mode: 'insert',
    columns: [
      'id',
      'kind',
      'payload',
      'stream',
      'lane',
      'channel',
      'due_at',
      'created_at',
    ],
  },
];

/**
 * Writes a step's rows. PostgreSQL gets all of them as one statement over
 * JSON: each further statement would cost more than the work in it. SQLite is
 * in the process and gets them one by one.
 */
export async function writeRows(
  tx: Tx,
  rows: SaveRows,
  isPostgres: boolean,
): Promise<void> {
  if (isPostgres) {
    await tx
      .raw(STATEMENT, [JSON.stringify(rows)])
      .options({ name: 'approvals_save' });
    return;
  }
  for (const write of WRITES) {
    for (const row of rows[write.table]) {
      await writeRow(tx, write, row);
    }
  }
}

async function writeRow(tx: Tx, write: Write, row: Row): Promise<void> {
  if (write.mode === 'update') {
    const key = Object.fromEntries(write.key.map(name => [name, row[name]]));
    const news = Object.entries(row).filter(
      ([name, value]) =>
        !write.key.includes(name) &&
        !write.fixed?.includes(name) &&
        !(write.sticky?.includes(name) && value === null),
    );
    const updated = await tx(write.table)
      .where(key)
      .update(Object.fromEntries(news));
    if (updated > 0) {
      return;
    }
  }
  const insert = tx(write.table).insert(row);
  await (write.mode === 'ignore' ? insert.onConflict().ignore() : insert);
}

const quote = (column: string) => `"${column}"`;

const STATEMENT = `with j as materialized (select ?::json as d), ${WRITES.map(
  ({ table, columns, key, mode, sticky = [], fixed = [] }) => {
    const names = columns.map(quote).join(', ');
    const updates = columns
      .filter(column => !key.includes(column) && !fixed.includes(column))
      .map(column =>
        sticky.includes(column)
          ? `${quote(column)} = coalesce(excluded.${quote(
              column,
            )}, ${table}.${quote(column)})`
          : `${quote(column)} = excluded.${quote(column)}`,
      );
    const conflict = {
      insert: '',
      ignore: 'on conflict do nothing',
      update: `on conflict (${key.join(', ')}) do update set ${updates.join(
        ', ',
      )}`,
    }[mode];
    return `w_${table} as (insert into ${table} (${names}) select ${names} from j, json_populate_recordset(null::${table}, j.d->'${table}') ${conflict})`;
  },
).join(', ')} select 1`;
