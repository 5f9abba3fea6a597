import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { BenchContext } from './bench';
import { PEOPLE, requestBody, withDatabase } from './setting';

/** The tables that a request has rows in, in an order that satisfies the references, and how they are found. */
const TABLES: [table: string, where: string][] = [
  ['requests', 't.id = $1::uuid'],
  ['rounds', 't.request_id = $1::uuid'],
  ['stages', 't.request_id = $1::uuid'],
  ['tasks', 't.request_id = $1::uuid'],
  ['request_people', 't.request_id = $1::uuid'],
  ['events', "t.stream = 'request:' || $1"],
  [
    'event_texts',
    "t.event_id in (select id from events where stream = 'request:' || $1)",
  ],
  ['stream_heads', "t.stream = 'request:' || $1"],
];

/** One for each processor of a small machine. */
const CONNECTIONS = 2;

/** The eight digits that ids of copies begin with stay below those of real ids. */
const FIRST_REAL_ID = '01000000-0000-0000-0000-000000000000';

/**
 * Adds requests under a policy until it has so many: one open and one decided
 * are made through the API, then copied in SQL with all their rows, over all
 * people in turn and over the months behind us. Their history does not verify:
 * its hashes are those of the first.
 */
export async function fillTo(
  context: BenchContext,
  policyKey: string,
  wanted: { open: number; decided?: number },
): Promise<void> {
  const { decided = 0 } = wanted;
  const counts = await countsOf(context, policyKey);
  if (counts.open < wanted.open) {
    const open = await makeOne(context, policyKey);
    await copy(context, open.requestId, wanted.open - counts.open - 1);
  }
  if (counts.decided < decided) {
    const { requestId, taskId } = await makeOne(context, policyKey);
    await context.callers.as(PEOPLE[0]).decideTask({
      params: { id: taskId },
      body: { decision: 'approve', comment: 'Looks right' },
    });
    await copy(context, requestId, decided - counts.decided - 1);
  }
  await withDatabase(context, async client => {
    await client.query('vacuum analyze');
    // Else PostgreSQL writes the copies to disk beside what is measured.
    await client.query('checkpoint');
  });
}

function countsOf(
  context: BenchContext,
  policyKey: string,
): Promise<{ open: number; decided: number }> {
  return withDatabase(context, async client => {
    const { rows } = await client.query<{ open: string; all: string }>(
      "select count(*) filter (where status = 'open') as open, count(*) as all from tasks where policy_key = $1",
      [policyKey],
    );
    const open = Number(rows[0].open);
    return { open, decided: Number(rows[0].all) - open };
  });
}

/** Makes a request for the first of the people and waits for their seat. */
async function makeOne(
  { callers }: BenchContext,
  policyKey: string,
): Promise<{ requestId: string; taskId: string }> {
  const { id } = await callers.service.createRequest({
    body: requestBody(policyKey, 0),
  });
  for (;;) {
    const { stages } = await callers.service.getRequest({ params: { id } });
    const [task] = stages[0].tasks;
    if (task) {
      return { requestId: id, taskId: task.id };
    }
    await sleep(100);
  }
}

/** Copies with all their rows, over some connections: PostgreSQL works on one statement with one processor. */
async function copy(
  context: BenchContext,
  requestId: string,
  count: number,
): Promise<void> {
  const first = await withDatabase(context, firstNumber);
  const share = Math.ceil(count / CONNECTIONS);
  const starts = Array.from(
    { length: CONNECTIONS },
    (_, index) => first + index * share,
  );
  await Promise.all(
    starts.map(start =>
      withDatabase(context, client =>
        copyNumbers(client, requestId, [
          start,
          Math.min(start + share, first + count) - 1,
        ]),
      ),
    ),
  );
}

async function copyNumbers(
  client: Client,
  requestId: string,
  numbers: [first: number, last: number],
): Promise<void> {
  const changes = await changesOf(client, requestId);
  await client.query('set synchronous_commit = off');
  for (const [table, where] of TABLES) {
    const text = changes.reduce(
      (row, [from, to]) => `replace(${row}, '${from}', ${to})`,
      'row_to_json(t)::text',
    );
    await client.query(
      `insert into ${table} select copy.*
       from ${table} t
         cross join generate_series($2::int, $3::int) n
         cross join lateral json_populate_record(null::${table}, ${text}::json) copy
       where ${where}`,
      [requestId, ...numbers],
    );
  }
}

/** The first number that no copy has yet. */
async function firstNumber(client: Client): Promise<number> {
  const { rows } = await client.query<{ last: number }>(
    `select coalesce(max(('x' || left(id::text, 8))::bit(32)::int), 0) as last from requests where id < '${FIRST_REAL_ID}'`,
  );
  return rows[0].last + 1;
}

/** What is another in the copy with number `n`: ids, the person, the time to the minute. */
async function changesOf(
  client: Client,
  requestId: string,
): Promise<[from: string, to: string][]> {
  const { rows } = await client.query<{ id: string; at: string }>(
    `select id, at from events where stream = 'request:' || $1
     union all select id, created_at from tasks where request_id = $1::uuid
     union all select id, created_at from requests where id = $1::uuid`,
    [requestId],
  );
  const starts = new Set(rows.map(({ id }) => id.slice(0, 9)));
  const minutes = new Set(rows.map(({ at }) => at.slice(0, 17)));
  return [
    ...[...starts].map((start): [string, string] => [
      start,
      "lpad(to_hex(n), 8, '0') || '-'",
    ]),
    ...[...minutes].map((minute): [string, string] => [
      minute,
      `to_char(timestamp '2026-11-01' - n * interval '30 seconds', 'YYYY-MM-DD"T"HH24:MI:')`,
    ]),
    [PEOPLE[0], `'crowd-' || lpad((n % ${PEOPLE.length} + 1)::text, 2, '0')`],
  ];
}
