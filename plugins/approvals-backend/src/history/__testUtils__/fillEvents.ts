import { Database } from '../../database';

/**
 * Fills history by SQL: lines that are read like others, over some streams in
 * turn, one a second. Their hashes are made up; no text belongs to them.
 */
export async function fillEvents(
  { knex, isPostgres }: Database,
  options: { lines: number; streams: number; bytes: number },
): Promise<void> {
  const { lines, streams, bytes } = options;
  const filler = 'x'.repeat(bytes);
  const id = isPostgres
    ? `('019ab3c4-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid`
    : `'019ab3c4-0000-7000-8000-' || printf('%012d', n)`;
  const at = isPostgres
    ? `to_char(timestamp '2026-01-01' + n * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    : `strftime('%Y-%m-%dT%H:%M:%S.000Z', '2026-01-01', '+' || n || ' seconds')`;
  const numbers = isPostgres
    ? `select generate_series(0, ${lines - 1}) as n`
    : `with recursive c(n) as (select 0 union all select n + 1 from c where n < ${
        lines - 1
      }) select n from c`;
  await knex.raw(
    `insert into events (id, stream, seq, type, actor, at, payload, previous_hash, hash)
     select ${id}, 'request:' || (n % ${streams}), n / ${streams} + 1,
       'request.commented', 'user:default/alice', ${at},
       '{"filler":"${filler}"}', '${'0'.repeat(64)}', '${'ab'.repeat(32)}'
     from (${numbers}) as numbers`,
  );
  await knex.raw(
    `insert into stream_heads (stream, seq, hash)
     select stream, max(seq), '${'ab'.repeat(32)}' from events group by stream`,
  );
  await knex.raw(isPostgres ? 'vacuum analyze' : 'analyze');
}
