import {
  OperationName,
  operations,
} from '@countersign/backstage-plugin-approvals-common';
import { Who } from './callers';
import { Portal } from './wire';
import { activate, ask, asked, policy, seat } from './stories';

/** What the paths of the API can name, all of it there. */
export type World = {
  /** In review, asked for by Alice; Bob, Carol and Dave are seated. */
  requestId: string;
  /** Bob's seat in it. */
  taskId: string;
  /** Approved, with an open pass. */
  passId: string;
  /** A delegation of Alice's to Frank, still to come. */
  delegationId: string;
  /** An endpoint that nothing is sent to. */
  webhookId: string;
  /** A test message to it that did not arrive. */
  deliveryId: string;
};

/** The policy of the world's request: version 1 is in force, version 2 a draft. */
export const WORLD_POLICY = 'plain';

/** Makes one of everything. */
export async function makeWorld(portal: Portal): Promise<World> {
  await activate(
    portal,
    policy(WORLD_POLICY, {
      quorum: { mode: 'count', value: 3 },
      rejections: 3,
    }),
  );
  await portal.as('erin').createPolicyVersion({
    params: { key: WORLD_POLICY },
    body: {},
  });
  await activate(
    portal,
    policy('pass', { approvers: [{ type: 'user', user: 'bob' }] }),
  );
  const request = await asked(portal, WORLD_POLICY);
  const delegation = await portal.as('alice').createDelegation({
    body: {
      delegate: 'frank',
      start: '2040-01-01T00:00:00Z',
      end: '2040-01-02T00:00:00Z',
    },
  });
  const webhook = await portal.as('erin').createWebhook({ body: NOWHERE });
  const delivery = await portal
    .as('erin')
    .testWebhook({ params: { id: webhook.id }, body: {} });
  return {
    webhookId: webhook.id,
    deliveryId: delivery.id,
    requestId: request.id,
    taskId: seat(request, 'bob'),
    passId: await approvedWithPass(portal),
    delegationId: delegation.id,
  };
}

/** Nobody listens on the port for discarding. */
const NOWHERE = {
  name: 'Nowhere',
  url: 'http://localhost:9/',
  usedFor: ['rules' as const],
};

async function approvedWithPass(portal: Portal): Promise<string> {
  const runner = portal.as({ service: 'runner' });
  const { id } = await runner.createRequest({
    body: {
      ...ask('pass'),
      requester: 'alice',
      execution: { kind: 'job', id: 'world' },
    },
  });
  await asked(portal, 'pass');
  const { items } = await portal.as('bob').listTasks({});
  const { id: taskId } = items.find(({ requestId }) => requestId === id)!;
  await portal.as('bob').decideTask({
    params: { id: taskId },
    body: { decision: 'approve' },
  });
  return id;
}

/** Somebody who may do each thing that takes a body. */
const MAY: Partial<Record<OperationName, Who>> = {
  createRequest: 'alice',
  commentRequest: 'alice',
  withdrawRequest: 'alice',
  resubmitRequest: 'alice',
  cancelRequest: 'erin',
  retryStage: 'erin',
  assignStage: 'erin',
  consumePass: { service: 'runner' },
  revokePass: 'erin',
  decideTasks: 'bob',
  decideTask: 'bob',
  claimTask: 'bob',
  releaseTask: 'bob',
  reassignTask: 'bob',
  createPolicy: 'erin',
  validatePolicy: 'erin',
  simulatePolicy: 'erin',
  createPolicyVersion: 'erin',
  updatePolicyVersion: 'erin',
  activatePolicyVersion: 'erin',
  deactivatePolicyVersion: 'erin',
  createDelegation: 'alice',
};

/** Everything that takes a body. */
export const writes = (Object.keys(operations) as OperationName[]).filter(
  name => 'body' in operations[name],
);

/** Who may do something, and where: in the world's request, seat, draft and pass. */
export function placeOf(
  world: World,
  name: OperationName,
): { who: Who; method: string; path: string } {
  const { method, path } = operations[name];
  const ids: Record<string, string> = {
    '/requests': path.includes('/passes') ? world.passId : world.requestId,
    '/tasks': world.taskId,
    '/delegations': world.delegationId,
    '/webhooks': world.webhookId,
    '/deliveries': world.deliveryId,
  };
  const [id] = Object.entries(ids).flatMap(([start, value]) =>
    path.startsWith(start) ? [value] : [],
  );
  return {
    who: MAY[name] ?? 'erin',
    method,
    path: path
      .replace(':id', id)
      .replace(':index', '0')
      .replace(':key', WORLD_POLICY)
      .replace(':version', '2'),
  };
}
