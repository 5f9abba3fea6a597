import { Write, WRITES } from './saveTables';

/** A statement over the rows of some tables, as JSON in the order of the tables. */
export type SaveStatement = {
  /** The same for the same tables, so that PostgreSQL keeps its plan. */
  name: string;
  text: string;
  writes: readonly Write[];
};

const quote = (column: string) => `"${column}"`;

/** Each table has a parameter of its own: JSON with all of them would be read through once for each. */
const rowsOf = (table: string) =>
  `json_populate_recordset(null::${table}, ?::json)`;

const isChanged =
  ({ key, fixed = [] }: Write) =>
  (column: string) =>
    !key.includes(column) && !fixed.includes(column);

function insertion(write: Write, condition: string): string {
  const { table, columns, key, mode, sticky = [] } = write;
  const names = columns.map(quote).join(', ');
  const updates = columns
    .filter(isChanged(write))
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
  return `w_${table} as (insert into ${table} (${names}) select ${names} from ${condition}${rowsOf(
    table,
  )} ${conflict})`;
}

/** Writes rows of any number of requests, new or locked. */
const save = (writes: readonly Write[]) =>
  `with ${writes.map(write => insertion(write, '')).join(', ')} select 1`;

/**
 * Writes the rows of one request, if its stream still ends where it was read;
 * gives one row then, and none when somebody else was faster. Whoever comes
 * while the row is being changed waits, and compares with what it is then: a
 * statement that finds its row locked looks at it anew (PostgreSQL, "Read
 * Committed Isolation Level"). Behind the rows of `requests`, the first table,
 * come the request's id and the end of its stream.
 */
const saveIfUnchanged = ([requests, ...others]: readonly Write[]) =>
  `with ${[
    `kept as (update requests set ${requests.columns
      .filter(isChanged(requests))
      .map(column => `${quote(column)} = n.${quote(column)}`)
      .join(', ')}
    from ${rowsOf('requests')} n
    where requests.id = ?::uuid and n.id = requests.id and requests.stream_seq = ?
    returning true as is_kept)`,
    ...others.map(write => insertion(write, 'kept, ')),
  ].join(', ')} select is_kept from kept`;

const known = new Map<string, SaveStatement>();

/** The statement that writes those tables that have rows. */
export function saveStatement(
  kind: 'save' | 'save_if_unchanged',
  hasRows: (table: Write['table']) => boolean,
): SaveStatement {
  const writes = WRITES.filter(({ table }) => hasRows(table));
  // PostgreSQL cuts names off at 63 characters: which tables, as digits.
  const tables = WRITES.map(({ table }) => (hasRows(table) ? 1 : 0)).join('');
  const name = `approvals_${kind}_${tables}`;
  const statement = known.get(name) ?? {
    name,
    text: kind === 'save' ? save(writes) : saveIfUnchanged(writes),
    writes,
  };
  known.set(name, statement);
  return statement;
}
