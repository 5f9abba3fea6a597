import { Callers } from '@countersign/scripts';
import { expect } from '@playwright/test';

/** A stage of named people, as a test's policy needs it. */
export function stageOf(
  name: string,
  quorum: { mode: 'all' } | { mode: 'count'; value: number },
  ...people: string[]
) {
  return {
    name,
    quorum,
    approvers: people.map(person => ({
      type: 'user',
      user: `user:default/${person}`,
    })),
  };
}

/** Puts a policy into force and asks, as Alice unless said otherwise; answers the request's id. */
export async function askUnder(
  callers: Callers,
  options: {
    key: string;
    title: string;
    stages: ReturnType<typeof stageOf>[];
    owner?: string;
    by?: 'alice' | 'erin';
    execution?: { kind: string; id: string };
    contextSchema?: Record<string, unknown>;
    context?: Record<string, unknown>;
  },
): Promise<string> {
  const { key, title, stages, owner, contextSchema, context } = options;
  const erin = callers.as('erin');
  await erin.createPolicy({
    body: {
      definition: {
        key,
        name: title,
        subjectType: 'release',
        owner,
        stages,
        contextSchema,
      },
    },
  });
  await erin.activatePolicyVersion({ params: { key, version: 1 }, body: {} });
  const request = await callers.as(options.by ?? 'alice').createRequest({
    body: {
      policyKey: key,
      subject: { type: 'release', id: key, title },
      context,
      execution: options.execution,
    },
  });
  return request.id;
}

/** Approves the one open task that somebody has under a policy. */
export async function approveAs(
  callers: Callers,
  person: string,
  policyKey: string,
): Promise<void> {
  const client = callers.as(person);
  const findTasks = () => client.listTasks({ query: { policyKey } });
  await expect.poll(async () => (await findTasks()).items.length).toBe(1);
  const [{ id }] = (await findTasks()).items;
  await client.decideTask({
    params: { id },
    body: { decision: 'approve', comment: 'Go.' },
  });
}
