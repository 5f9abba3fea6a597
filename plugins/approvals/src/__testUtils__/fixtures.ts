import {
  policyDefinition,
  Request,
  Stage,
  StageDefinition,
  Task,
  TaskItem,
} from '@countersign/backstage-plugin-approvals-common';

export const ALICE = 'user:default/alice';
export const BOB = 'user:default/bob';
export const CAROL = 'user:default/carol';
export const DAVE = 'user:default/dave';

export const NAMES: Record<string, string> = {
  [ALICE]: 'Alice Amari',
  [BOB]: 'Bob Berg',
  [CAROL]: 'Carol Chen',
  [DAVE]: 'Dave Duarte',
  'group:default/platform': 'Platform',
  'group:default/platform-leads': 'Platform leads',
  'group:default/security': 'Security',
  'resource:default/ledger-prod': 'Ledger database',
};

/** A stage as a policy has it, with its defaults filled in. */
export function stageDefinition(
  more: Partial<StageDefinition> = {},
): StageDefinition {
  return policyDefinition.parse({
    key: 'demo',
    name: 'Demo',
    subjectType: 'demo.artifact',
    stages: [
      {
        name: 'Platform review',
        approvers: [{ type: 'group', group: 'group:default/platform' }],
        ...more,
      },
    ],
  }).stages[0];
}

/** One person's seat. */
export function task(person: string, more: Partial<Task> = {}): Task {
  return {
    id: `task-${person.split('/')[1]}`,
    requestId: 'r1',
    round: 1,
    stage: 0,
    person,
    kind: 'approver',
    status: 'open',
    origin: 'rule',
    rules: [0],
    ...more,
  };
}

/** A stage of a request. */
export function stage(more: Partial<Stage> = {}): Stage {
  const definition = more.definition ?? stageDefinition();
  return {
    index: 0,
    name: definition.name,
    round: 1,
    status: 'active',
    need: 1,
    approved: 0,
    missing: [],
    lack: { people: 0, lacking: 0, rules: [] },
    definition,
    overdue: false,
    tasks: [],
    ...more,
  };
}

/** A request with one stage in which Bob is asked and may decide. */
export function request(more: Partial<Request> = {}): Request {
  const seat = { allowed: true, taskId: 'task-bob', stage: 0 };
  return {
    id: 'r1',
    status: 'in_review',
    round: 1,
    policy: { key: 'demo', version: 1, name: 'Demo' },
    subject: { type: 'demo.artifact', id: 'demo-1', title: 'Artifact one' },
    digest: 'a'.repeat(64),
    requester: ALICE,
    createdAt: '2026-11-24T09:00:00.000Z',
    context: {},
    rounds: [],
    involved: [],
    stages: [stage({ tasks: [task(BOB)] })],
    viewer: {
      parts: ['approver'],
      actions: {
        approve: seat,
        reject: seat,
        abstain: seat,
        request_changes: seat,
        comment: { allowed: true },
      } as Request['viewer']['actions'],
    },
    ...more,
  };
}

/** A row of the inbox. */
export function taskItem(
  name: string,
  more: Partial<TaskItem['stageState']> = {},
): TaskItem {
  return {
    ...task(BOB, { id: name, requestId: `request-${name}` }),
    request: {
      id: `request-${name}`,
      status: 'in_review',
      round: 1,
      subject: { type: 'demo.artifact', id: name, title: `Title ${name}` },
      requester: ALICE,
      policy: { key: 'demo', version: 1, name: 'Demo' },
      createdAt: '2026-11-24T09:00:00.000Z',
    },
    stageState: {
      name: 'Platform review',
      status: 'active',
      need: 2,
      approved: 1,
      overdue: false,
      comment: 'optional',
      ...more,
    },
  };
}
