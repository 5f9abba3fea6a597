import { Write, WRITES } from './saveTables';

const quote = (column: string) => `"${column}"`;

/** All rows of a table in the JSON `j.d`. */
const rowsOf = (table: string) =>
  `json_populate_recordset(null::${table}, j.d->'${table}')`;

function insertion(
  { table, columns, key, mode, sticky = [], fixed = [] }: Write,
  from: string,
): string {
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
  return `w_${table} as (insert into ${table} (${names}) select ${names} from ${from}, ${rowsOf(
    table,
  )} ${conflict})`;
}

const [REQUESTS, ...OTHERS] = WRITES;

/** Writes the rows of any number of requests, new or locked. */
export const SAVE = `with j as materialized (select ?::json as d), ${WRITES.map(
  write => insertion(write, 'j'),
).join(', ')} select 1`;

/**
 * Writes the rows of one request, if its stream still ends where it was read;
 * gives one row then, and none when somebody else was faster. Whoever comes
 * while the row is being changed waits, and compares with what it is then: a
 * statement that finds its row locked looks at it anew (PostgreSQL, "Read
 * Committed Isolation Level").
 */
export const SAVE_IF_UNCHANGED = `with j as materialized (select ?::json as d),
  kept as (update requests set ${REQUESTS.columns
    .filter(column => !REQUESTS.key.includes(column))
    .map(column => `${quote(column)} = n.${quote(column)}`)
    .join(', ')}
    from j, ${rowsOf('requests')} n
    where requests.id = ?::uuid and n.id = requests.id and requests.stream_seq = ?
    returning true as is_kept),
  ${OTHERS.map(write => insertion(write, 'kept, j')).join(', ')}
  select is_kept from kept`;
