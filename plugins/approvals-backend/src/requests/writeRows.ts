import { Database, Tx } from '../database';
import { SaveRows } from './change';
import { saveStatement } from './saveStatements';
import { Write, WRITES } from './saveTables';

type Connection = Database['knex'] | Tx;

type Row = Record<string, string | number | boolean | null>;

/**
 * Writes a step's rows. PostgreSQL gets all of them as one statement over
 * JSON: each further statement would cost more than the work in it. SQLite is
 * in the process and gets them one by one.
 */
export async function writeRows(
  tx: Connection,
  rows: SaveRows,
  isPostgres: boolean,
): Promise<void> {
  if (isPostgres) {
    const { text, name, writes } = saveStatement('save', hasRows(rows));
    await tx.raw(text, jsonOf(rows, writes)).options({ name });
    return;
  }
  for (const write of WRITES) {
    for (const row of rows[write.table]) {
      await writeRow(tx, write, row);
    }
  }
}

/**
 * Writes a step's rows to PostgreSQL, if the request's stream still ends where
 * it was read: in one statement, which is a transaction of its own.
 *
 * @returns false when somebody else changed the request meanwhile
 */
export async function writeIfUnchanged(
  knex: Database['knex'],
  rows: SaveRows,
  seq: number,
): Promise<boolean> {
  const { text, name, writes } = saveStatement(
    'save_if_unchanged',
    hasRows(rows),
  );
  const [requests, ...others] = jsonOf(rows, writes);
  const { rows: kept } = await knex
    .raw(text, [requests, rows.requests[0].id, seq, ...others])
    .options({ name });
  return kept.length > 0;
}

const hasRows = (rows: SaveRows) => (table: Write['table']) =>
  rows[table].length > 0;

const jsonOf = (rows: SaveRows, writes: readonly Write[]): string[] =>
  writes.map(({ table }) => JSON.stringify(rows[table]));

async function writeRow(tx: Connection, write: Write, row: Row): Promise<void> {
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
