import { setTimeout as sleep } from 'node:timers/promises';
import { Bench, BenchContext } from './bench';
import { measure } from './measure';
import {
  creation,
  makePolicy,
  PEOPLE,
  tokensOf,
  withDatabase,
} from './setting';
import { burst } from './load';

const POLICY = 'bench-lists';
const TASKS = 100_000;

/** The inbox and its badge. */
const bench: Bench = {
  title: `inbox pages of 25 and the badge, at ${TASKS} open tasks of ${PEOPLE.length} people (copied in SQL from one that was made)`,
  async run(context) {
    await makePolicy(context, POLICY);
    const tokens = await tokensOf(context, PEOPLE);
    await burst({
      url: context.portalUrl,
      clients: 1,
      seconds: 600,
      expected: 201,
      next: once(() => creation(context, POLICY, 0)),
    });
    await seated(context);
    await fill(context);
    let index = 0;
    const get = (path: string) => () => ({
      method: 'GET' as const,
      path: `/api/approvals${path}`,
      token: tokens.get(PEOPLE[index++ % PEOPLE.length]) ?? '',
    });
    const rows = [];
    for (const clients of [1, 8, 32]) {
      const shared = { clients, expected: 200 };
      rows.push(
        await measure(context, {
          what: 'inbox, first page',
          next: get('/tasks'),
          ...shared,
        }),
        await measure(context, {
          what: 'badge',
          next: get('/tasks/count'),
          ...shared,
        }),
        await measure(context, {
          what: 'floor: token checked, no database',
          next: get('/rule-types'),
          ...shared,
        }),
      );
    }
    return rows;
  },
};

function once<T>(make: () => T): () => T | undefined {
  let isDone = false;
  return () => {
    if (isDone) {
      return undefined;
    }
    isDone = true;
    return make();
  };
}

/** Waits until the first request has its seat. */
async function seated(context: BenchContext): Promise<void> {
  await withDatabase(context, async client => {
    for (let open = 0; open === 0; await sleep(100)) {
      const { rows } = await client.query(
        'select count(*)::int as open from tasks where policy_key = $1',
        [POLICY],
      );
      open = rows[0].open;
    }
  });
}

/** Copies one request with its stage and task until there are enough. */
async function fill(context: BenchContext): Promise<void> {
  const id = (table: string) =>
    `(lpad(to_hex(n), 8, '0') || '-${table}-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`;
  const copy = (table: string, replaced: Record<string, string>) => `
    insert into ${table} select (json_populate_record(null::${table},
      (row_to_json(t)::jsonb || jsonb_build_object(${Object.entries(replaced)
        .map(([column, value]) => `'${column}', ${value}`)
        .join(', ')}))::json)).*
    from (select * from ${table} where ${
    table === 'requests'
      ? 'policy_key = $1'
      : 'request_id = (select id from requests where policy_key = $1 order by created_at limit 1)'
  } limit 1) t, generate_series(1, ${TASKS}) n`;
  await withDatabase(context, async client => {
    for (const [table, replaced] of [
      ['requests', { id: id('0000') }],
      ['stages', { request_id: id('0000') }],
      [
        'tasks',
        {
          id: id('0001'),
          request_id: id('0000'),
          assignee: `'user:default/crowd-' || lpad((n % ${PEOPLE.length} + 1)::text, 2, '0')`,
        },
      ],
    ] as const) {
      await client.query(copy(table, { ...replaced }), [POLICY]);
    }
    await client.query('analyze');
  });
}

export default bench;
