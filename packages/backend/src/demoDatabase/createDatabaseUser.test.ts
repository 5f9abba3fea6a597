import { readdir, readFile } from 'node:fs/promises';
import {
  createMockDirectory,
  mockCredentials,
  mockServices,
} from '@backstage/backend-test-utils';
import {
  ApprovalsDouble,
  DoubleRequest,
} from '@countersign/backstage-plugin-approvals-node/testUtils';
import { createDatabaseUserAction } from './createDatabaseUser';

const folder = createMockDirectory();

const APPROVED: DoubleRequest = {
  execution: { kind: 'scaffolder', id: 'task-1/approval/key' },
  policyKey: 'database-user',
  subject: {
    type: 'database-user',
    id: 'ledger-prod/../report_reader',
    title: 'Read access',
    entityRef: 'resource:default/ledger-prod',
  },
  context: { username: 'report_reader', access: 'write', days: 2 },
};

beforeEach(() => folder.clear());

/** Runs the action as a step of a task that somebody started. */
async function run(given: DoubleRequest, by: string = 'alice') {
  const approvals = new ApprovalsDouble();
  const approval = approvals.add(given);
  const outputs: Record<string, unknown> = {};
  const action = createDatabaseUserAction({
    client: approvals.client,
    folder: folder.path,
    now: () => Date.parse('2026-11-30T09:00:00Z'),
  });
  await action.handler({
    input: { approval },
    task: { id: 'task-1' },
    logger: mockServices.logger.mock(),
    getInitiatorCredentials: async () =>
      mockCredentials.user(`user:default/${by}`),
    output: (name: string, value: unknown) => {
      outputs[name] = value;
    },
  } as unknown as Parameters<typeof action.handler>[0]);
  return outputs;
}

describe("the demo's database", () => {
  it('has the user that was approved', async () => {
    const outputs = await run(APPROVED);
    expect(outputs).toMatchObject({
      username: 'report_reader',
      validUntil: '2026-12-02',
    });
    expect(await readdir(folder.path)).toEqual([
      expect.stringMatching(/^ledger-prod-report_reader\.[0-9a-f]{12}\.json$/),
    ]);
    const written = await readFile(`${outputs.file}`, 'utf8');
    expect(JSON.parse(written)).toMatchObject({
      username: 'report_reader',
      access: 'write',
      database: 'resource:default/ledger-prod',
      requester: 'user:default/alice',
      approvers: ['user:default/bob'],
    });
  });

  it('has a file for each, however alike their ids are', async () => {
    const ids = ['a/b', 'a-b', 'a--b', 'A/B', '../a', 'é'.repeat(150)];
    for (const id of ids) {
      await run({ ...APPROVED, subject: { ...APPROVED.subject!, id } });
    }
    await run(APPROVED);
    await run(APPROVED);
    expect(await readdir(folder.path)).toHaveLength(ids.length + 1);
  });

  it.each<[string, DoubleRequest, string]>([
    ['it is not approved', { ...APPROVED, status: 'in_review' }, 'alice'],
    [
      'another run asked',
      { ...APPROVED, execution: { kind: 'scaffolder', id: 'task-2/a/b' } },
      'alice',
    ],
    [
      'another policy was followed',
      { ...APPROVED, policyKey: 'deployment' },
      'alice',
    ],
    ['somebody else let it go on', APPROVED, 'bob'],
  ])('has no user when %s', async (_, given, by) => {
    await expect(run(given, by)).rejects.toMatchObject({
      name: 'ApprovalRefused',
    });
    expect(await readdir(folder.path)).toEqual([]);
  });
});
