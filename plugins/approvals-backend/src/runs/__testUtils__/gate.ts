import {
  PolicyDefinitionInput,
  Request,
} from '@countersign/backstage-plugin-approvals-common';
import {
  activate,
  ask,
  policy,
  seat,
  settled,
  until,
} from '../../__tests__/__testUtils__/stories';
import { Portal } from '../../__tests__/__testUtils__/wire';

/** The plugin whose executor the tests have. */
export const SCAFFOLDER = { plugin: 'scaffolder' };

/** Policies of gates: Bob decides; `alone` lets a service go on. */
export async function activateGates(portal: Portal): Promise<void> {
  const bobs = (key: string, more: Partial<PolicyDefinitionInput> = {}) =>
    activate(portal, {
      ...policy(key, { approvers: [{ type: 'user', user: 'bob' }] }),
      owner: 'group:default/leads',
      ...more,
    });
  await bobs('gate');
  await bobs('alone', { resumeAs: 'service' });
}

let made = 0;

/** Alice's run parks at a gate: its request, once Bob is asked. */
export async function parked(
  portal: Portal,
  policyKey: string,
  more: { id?: string; secrets?: string[]; subjectId?: string } = {},
): Promise<Request> {
  made += 1;
  const { id = `task-${made}/gate/key`, secrets, subjectId } = more;
  const body = ask(policyKey);
  const request = await portal.as(SCAFFOLDER).createRequest({
    body: {
      ...body,
      subject: { ...body.subject, id: subjectId ?? body.subject.id },
      requester: 'alice',
      execution: { kind: 'scaffolder', id, secrets },
    },
  });
  return settled(portal, request.id);
}

/** Bob decides a request. */
export async function decided(
  portal: Portal,
  request: Request,
  decision: 'approve' | 'reject' = 'approve',
): Promise<void> {
  await portal.as('bob').decideTask({
    params: { id: seat(request, 'bob') },
    body: { decision },
  });
}

/** Waits until the run of a request is as the test says, to whoever sees it. */
export async function runComesTo(
  portal: Portal,
  { id }: Request,
  state: string,
): Promise<Request> {
  return until(`the run of '${id}' is ${state}`, async () => {
    const request = await portal.as('erin').getRequest({ params: { id } });
    return request.run?.state === state ? request : undefined;
  });
}

/** The lines of history about a run. */
export async function linesOf(portal: Portal, { id }: Request) {
  const { items } = await portal
    .as('erin')
    .listAudit({ query: { stream: `run:${id}` } });
  return items.reverse();
}
