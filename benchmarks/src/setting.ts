import { signIn } from '@countersign/scripts';
import { Client } from 'pg';
import { BenchContext } from './bench';
import { setTimeout as sleep } from 'node:timers/promises';
import { burst, Call } from './load';

/** People of the crowd who take part. */
export const PEOPLE = Array.from(
  { length: 32 },
  (_, index) => `crowd-${String(index + 1).padStart(2, '0')}`,
);

/** Signs people in: their tokens by name. */
export async function tokensOf(
  { portalUrl }: BenchContext,
  people: readonly string[],
): Promise<Map<string, string>> {
  const tokens = new Map<string, string>();
  for (const name of people) {
    tokens.set(name, await signIn(portalUrl, name));
  }
  return tokens;
}

/** Makes and activates a policy with one stage, for whomever the context names; once. */
export async function makePolicy(
  { callers }: BenchContext,
  key: string,
): Promise<void> {
  const erin = callers.as('erin');
  const { items } = await erin.listPolicies({});
  if (items.some(policy => policy.key === key)) {
    return;
  }
  await erin.createPolicy({
    body: {
      definition: {
        key,
        name: 'Benchmark',
        subjectType: 'benchmark',
        stages: [
          {
            name: 'Review',
            approvers: [{ type: 'expression', people: 'context.people' }],
          },
        ],
      },
    },
  });
  await erin.activatePolicyVersion({ params: { key, version: 1 }, body: {} });
}

/** The call by which the service asks for something that one person decides. */
export function creation(
  { serviceToken }: BenchContext,
  policyKey: string,
  index: number,
): Call {
  const person = PEOPLE[index % PEOPLE.length];
  return {
    method: 'POST',
    path: '/api/approvals/requests',
    token: serviceToken,
    body: {
      policyKey,
      requester: 'user:default/alice',
      subject: {
        type: 'benchmark',
        id: `subject-${index}`,
        title: `Benchmark subject ${index}`,
      },
      context: { people: [`user:default/${person}`] },
    },
  };
}

/** Runs work with a connection to the plugin's database. */
export async function withDatabase<T>(
  { postgresUrl }: BenchContext,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client({
    connectionString: `${postgresUrl}/backstage_plugin_approvals`,
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Makes one request through the API and copies it in SQL, with stage, task and
 * the engine's state, until there are `count` more, over all people in turn.
 */
export async function fillWithRequests(
  context: BenchContext,
  policyKey: string,
  count: number,
): Promise<void> {
  const calls = [creation(context, policyKey, 0)].values();
  await burst({
    url: context.portalUrl,
    clients: 1,
    seconds: 60,
    expected: 201,
    next: () => calls.next().value,
  });
  await withDatabase(context, async client => {
    const { request, task } = await firstSeat(client, policyKey);
    const person = `'crowd-' || lpad((n % ${PEOPLE.length} + 1)::text, 2, '0')`;
    const id = (kind: number) =>
      `(lpad(to_hex(n), 8, '0') || '-${kind}000-7000-8000-' || substr('${request}', 25))`;
    const state = [
      [`'${request}'`, id(1)],
      [`'${task}'`, id(2)],
      [`'${PEOPLE[0]}'`, person],
    ].reduce(
      (text, [from, to]) => `replace(${text}, ${from}, ${to})`,
      't.state',
    );
    const request_id = id(1);
    const copies: [table: string, key: string, news: object][] = [
      ['requests', 'id', { id: id(1), state }],
      ['stages', 'request_id', { request_id }],
      [
        'tasks',
        'request_id',
        { request_id, id: id(2), assignee: `'user:default/' || ${person}` },
      ],
    ];
    for (const [table, key, news] of copies) {
      const changed = Object.entries(news).map(
        ([column, value]) => `'${column}', ${value}`,
      );
      await client.query(
        `insert into ${table} select (json_populate_record(null::${table},
           (to_jsonb(t) || jsonb_build_object(${changed.join(', ')}))::json)).*
         from ${table} t, generate_series(1, ${count}) n where t.${key} = $1`,
        [request],
      );
    }
    await client.query('analyze');
  });
}

/** The first request under a policy and its open seat, once its people are found. */
async function firstSeat(
  client: Client,
  policyKey: string,
): Promise<{ request: string; task: string }> {
  for (;;) {
    const { rows } = await client.query(
      "select request_id as request, id as task from tasks where policy_key = $1 and status = 'open' limit 1",
      [policyKey],
    );
    if (rows.length > 0) {
      return rows[0];
    }
    await sleep(100);
  }
}
