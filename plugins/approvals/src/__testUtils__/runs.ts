import {
  Pass,
  Request,
  Run,
} from '@countersign/backstage-plugin-approvals-common';
import { BOB, request } from './fixtures';

/** The right to act on the approval. */
export function pass(status: Pass['status'] = 'open'): Pass {
  return {
    requestId: 'r1',
    policyKey: 'demo',
    digest: 'a'.repeat(64),
    status,
    createdAt: '2026-11-24T09:00:00.000Z',
  };
}

/** A run of a template, which waits for its request. */
export function run(more: Partial<Run> = {}): Run {
  return {
    state: 'waiting',
    at: '2026-11-24T09:00:00.000Z',
    link: '/create/tasks/task-1',
    kind: 'scaffolder',
    id: 'task-1/approval/main',
    template: {
      ref: 'template:default/request-database-user',
      title: 'Request a database user',
      owner: 'group:default/security',
    },
    parameters: [
      { title: 'Database', value: 'resource:default/ledger-prod' },
      { title: 'User name', value: 'reporting' },
      { title: 'Access', value: 'Read only' },
    ],
    steps: [
      {
        id: 'approval',
        name: 'Wait for approval',
        action: 'approval:gate',
        status: 'waiting',
        isGate: true,
      },
      {
        id: 'create',
        name: 'Make the user',
        action: 'demo:create-database-user',
        status: 'next',
        isGate: false,
      },
    ],
    goesOnWhenRejected: false,
    again: '/create/templates/default/request-database-user?formData=%7B%7D',
    secrets: [],
    twins: [],
    canResume: false,
    ...more,
  };
}

/** Bob's own request, after whose approval a template goes on. */
export function ownRequest(more: Partial<Request> = {}): Request {
  const { state, at, link } = run();
  return request({
    requester: BOB,
    execution: { kind: 'scaffolder', id: 'task-1/approval/main' },
    run: { state, at, link },
    viewer: {
      parts: ['requester'],
      actions: {
        withdraw: { allowed: more.status !== 'approved' },
      } as Request['viewer']['actions'],
    },
    ...more,
  });
}
