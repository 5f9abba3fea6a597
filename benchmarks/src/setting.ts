import { signIn } from '@countersign/scripts';
import { Client } from 'pg';
import { BenchContext } from './bench';
import { Call } from './load';

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

type Definition = Parameters<
  ReturnType<BenchContext['callers']['as']>['createPolicy']
>[0]['body']['definition'];

/** Makes and activates a policy with one stage, for whomever the context names; once. */
export async function makePolicy(
  { callers }: BenchContext,
  key: string,
  deadline?: Definition['stages'][number]['deadline'],
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
            deadline,
          },
        ],
      },
    },
  });
  await erin.activatePolicyVersion({ params: { key, version: 1 }, body: {} });
}

/** What the service asks for: something that one person decides. */
export function requestBody(policyKey: string, index: number) {
  const person = PEOPLE[index % PEOPLE.length];
  return {
    policyKey,
    requester: 'user:default/alice',
    subject: {
      type: 'benchmark',
      id: `subject-${index}`,
      title: `Benchmark subject ${index}`,
    },
    context: { people: [`user:default/${person}`] },
  };
}

/** The call by which a person approves. */
export function approval(taskId: string, token: string): Call {
  return {
    method: 'POST',
    path: `/api/approvals/tasks/${taskId}/decision`,
    token,
    body: { decision: 'approve', comment: 'Looks right' },
  };
}

/** Open seats under a policy. */
export function openTasks(
  context: BenchContext,
  policyKey: string,
): Promise<{ id: string; assignee: string }[]> {
  return withDatabase(context, async client => {
    const { rows } = await client.query(
      "select id, assignee from tasks where policy_key = $1 and status = 'open' order by id",
      [policyKey],
    );
    return rows;
  });
}

/** Calls by which their holders approve the open seats under a policy, each once. */
export async function approvals(
  context: BenchContext,
  policyKey: string,
): Promise<() => Call | undefined> {
  const tokens = await tokensOf(context, PEOPLE);
  const tasks = (await openTasks(context, policyKey)).values();
  return () => {
    const task = tasks.next().value;
    const name = task?.assignee.split('/')[1] ?? '';
    return task && approval(task.id, tokens.get(name) ?? '');
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
