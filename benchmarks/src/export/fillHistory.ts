import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';

/** Where the history is: one of the two. */
export type HistoryPlace = { postgresUrl: string } | { sqliteFile: string };

/** What differs between the databases, over the number `n` of a line. */
type Dialect = { numbers: string; id: string; at: string };

const STREAMS = 100_000;
const HASH = 'ab'.repeat(32);

const postgres = (lines: number): Dialect => ({
  numbers: `select generate_series(0, ${lines - 1}) as n`,
  id: `('019ab3c4-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid`,
  at: `to_char(timestamp '2026-01-01' + n * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
});

const sqlite = (lines: number): Dialect => ({
  numbers: `with recursive c(n) as (select 0 union all select n + 1 from c where n < ${
    lines - 1
  }) select n from c`,
  id: `'019ab3c4-0000-7000-8000-' || printf('%012d', n)`,
  at: `strftime('%Y-%m-%dT%H:%M:%S.000Z', '2026-01-01', '+' || n || ' seconds')`,
});

/** Comments, each with its text, over many streams in turn. Their hashes are made up. */
function statements({ numbers, id, at }: Dialect): string[] {
  return [
    `insert into events (id, stream, seq, type, actor, at, payload, previous_hash, hash)
     select ${id}, 'request:' || (n % ${STREAMS}), n / ${STREAMS} + 1, 'request.commented',
       'user:default/alice', ${at}, '{"round":1,"textHash":"${HASH}"}', '${HASH}', '${HASH}'
     from (${numbers}) as numbers`,
    `insert into event_texts (event_id, part, salt, text)
     select ${id}, 'text', '${HASH}', 'This is what somebody says about it, number ' || n
     from (${numbers}) as numbers`,
  ];
}

/** Adds lines to a history that has no others but its own first ones. */
export async function fillHistory(
  place: HistoryPlace,
  lines: number,
): Promise<void> {
  if ('sqliteFile' in place) {
    const file = new DatabaseSync(place.sqliteFile);
    statements(sqlite(lines)).forEach(text => file.exec(text));
    file.exec('analyze');
    file.close();
    return;
  }
  const client = new Client({
    connectionString: `${place.postgresUrl}/backstage_plugin_approvals`,
  });
  await client.connect();
  for (const text of statements(postgres(lines))) {
    await client.query(text);
  }
  await client.query('vacuum analyze');
  await client.end();
}
