import {
  PolicyDefinitionInput,
  Request,
} from '@countersign/backstage-plugin-approvals-common';
import { Backend } from './Backend';
import { until } from './until';

/** Two stages: Bob, Carol and Dave, of whom one decides; then Erin. */
const POLICY: PolicyDefinitionInput = {
  key: 'two-stages',
  name: 'Two stages',
  subjectType: 'demo.artifact',
  stages: [
    {
      name: 'Platform',
      approvers: [{ type: 'group', group: 'group:default/platform' }],
    },
    { name: 'Lead', approvers: [{ type: 'user', user: 'user:default/erin' }] },
  ],
};

/** Puts a policy into force: the one of these tests, or another. */
export async function activatePolicy(
  backend: Backend,
  definition: PolicyDefinitionInput = POLICY,
): Promise<void> {
  const { key } = definition;
  await backend.as('erin').createPolicy({ body: { definition } });
  await backend.as('erin').activatePolicyVersion({
    params: { key, version: 1 },
    body: {},
  });
}

let asked = 0;

/** What Alice asks for, each time something else. */
export function nextAsk(policyKey: string = POLICY.key) {
  asked += 1;
  return {
    policyKey,
    subject: {
      type: 'demo.artifact',
      id: `no-${asked}`,
      title: `No. ${asked}`,
    },
  };
}

/** Alice asks; resolves when the first stage's people are known. */
export async function ask(backend: Backend): Promise<Request> {
  const { id } = await backend.as('alice').createRequest({ body: nextAsk() });
  return active(backend, id, 0);
}

/** The request once a stage waits for decisions. */
export function active(
  backend: Backend,
  id: string,
  index: number,
): Promise<Request> {
  return until(`stage ${index} of request '${id}' is active`, async () => {
    const request = await backend.as('alice').getRequest({ params: { id } });
    return request.stages[index].status === 'active' ? request : undefined;
  });
}

/** Somebody's open seat. */
export function seatOf(request: Request, name: string): string {
  const task = request.stages
    .flatMap(({ tasks }) => tasks)
    .find(
      ({ person, status }) =>
        person === `user:default/${name}` && status === 'open',
    );
  if (!task) {
    throw new Error(`'${name}' has no open seat in request '${request.id}'`);
  }
  return task.id;
}

/** Somebody approves. */
export async function approve(
  backend: Backend,
  request: Request,
  name: string,
): Promise<void> {
  await backend.as(name).decideTask({
    params: { id: seatOf(request, name) },
    body: { decision: 'approve' },
  });
}
