import { Client } from 'pg';

const MOST = 12;
const LONGEST_TEXT = 110;

type Row = {
  database: string;
  query: string;
  calls: number;
  milliseconds: number;
};

/**
 * Runs work while PostgreSQL counts its statements, and tells which took it
 * longest.
 *
 * @param postgresUrl - of a server that has `pg_stat_statements` loaded
 */
export async function statementsOf<T>(
  postgresUrl: string,
  work: () => Promise<T>,
): Promise<{ result: T; told: string }> {
  const client = new Client({ connectionString: `${postgresUrl}/postgres` });
  await client.connect();
  try {
    await client.query('create extension if not exists pg_stat_statements');
    await client.query('select pg_stat_statements_reset()');
    const result = await work();
    const { rows } = await client.query<Row>(
      `select d.datname as database, s.query, s.calls::int as calls,
         s.total_exec_time + s.total_plan_time as milliseconds
       from pg_stat_statements s join pg_database d on d.oid = s.dbid
       where s.query not like '%pg_stat_statements%'
       order by milliseconds desc`,
    );
    return { result, told: report(rows) };
  } finally {
    await client.end();
  }
}

function report(rows: Row[]): string {
  const all = rows.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const lines = rows
    .slice(0, MOST)
    .map(
      ({ database, query, calls, milliseconds }) =>
        `  ${((100 * milliseconds) / all).toFixed(1).padStart(5)} % ${String(
          calls,
        ).padStart(7)} × ${(milliseconds / calls)
          .toFixed(2)
          .padStart(7)} ms  ${database.replace(
          'backstage_plugin_',
          '',
        )}: ${query.replace(/\s+/g, ' ').slice(0, LONGEST_TEXT)}`,
    );
  return `\nPostgreSQL's statements took ${Math.round(all)} ms\n${lines.join(
    '\n',
  )}\n`;
}
