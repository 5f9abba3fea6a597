import { setTimeout as sleep } from 'node:timers/promises';
import {
  ApprovalsError,
  PolicyDefinitionInput,
  Request,
  Stage,
} from '@countersign/backstage-plugin-approvals-common';
import { Who } from './callers';
import { Portal } from './wire';

/** A policy of one stage by default; what is given replaces its parts. */
export function policy(
  key: string,
  ...stages: Partial<PolicyDefinitionInput['stages'][number]>[]
): PolicyDefinitionInput {
  return {
    key,
    name: `Policy ${key}`,
    subjectType: 'demo.artifact',
    stages: (stages.length > 0 ? stages : [{}]).map((stage, index) => ({
      name: `Stage ${index + 1}`,
      approvers: [{ type: 'group', group: 'group:default/platform' }],
      ...stage,
    })),
  };
}

/** Writes a policy and puts it into force. */
export async function activate(
  portal: Portal,
  definition: PolicyDefinitionInput,
): Promise<void> {
  const erin = portal.as('erin');
  await erin.createPolicy({ body: { definition } });
  await erin.activatePolicyVersion({
    params: { key: definition.key, version: 1 },
    body: {},
  });
}

let made = 0;

/** What is asked for under a policy, each time something else. */
export function ask(policyKey: string) {
  made += 1;
  return {
    policyKey,
    subject: {
      type: 'demo.artifact',
      id: `demo-${made}`,
      title: `No. ${made}`,
    },
  };
}

/** Waits for something that a worker does. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  patience: number = 15_000,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`Not seen in ${patience} ms: ${what}`);
    }
    await sleep(20);
  }
}

/** The request once its people are known: no stage of it is being looked after any more. */
export function settled(
  portal: Portal,
  id: string,
  who: Who = 'erin',
): Promise<Request> {
  return until(`request '${id}' settles`, async () => {
    const request = await portal.as(who).getRequest({ params: { id } });
    const stages = present(request);
    const isBusy =
      stages.some(({ status }) => status === 'resolving') ||
      (request.status === 'in_review' &&
        stages.every(({ status }) => status === 'waiting'));
    return isBusy ? undefined : request;
  });
}

/** Asks and waits until the people are known. */
export async function asked(
  portal: Portal,
  policyKey: string,
  who: Who = 'alice',
): Promise<Request> {
  const { id } = await portal.as(who).createRequest({ body: ask(policyKey) });
  return settled(portal, id);
}

/** The stages of the present round. */
export function present({ round, stages }: Request): Stage[] {
  return stages.filter(stage => stage.round === round);
}

/** Somebody's open seat in the present round. */
export function seat(request: Request, name: string, stage?: number): string {
  const task = present(request)
    .filter(({ index }) => stage === undefined || index === stage)
    .flatMap(({ tasks }) => tasks)
    .find(
      ({ person, status, kind }) =>
        person === `user:default/${name}` &&
        status === 'open' &&
        kind === 'approver',
    );
  if (!task) {
    throw new Error(`'${name}' has no open seat in request '${request.id}'`);
  }
  return task.id;
}

/** The code of a refusal; `ok` when there is none. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'ok';
  } catch (error) {
    if (error instanceof ApprovalsError) {
      return error.code;
    }
    throw error;
  }
}

/** Fails unless all chains of history hold. */
export async function verified(portal: Portal): Promise<void> {
  const verdict = await portal.as('erin').verifyAudit({});
  expect(verdict).toMatchObject({ ok: true, broken: null });
  expect(verdict.events).toBeGreaterThan(0);
}
