import { mockCredentials } from '@backstage/backend-test-utils';
import { ApprovalsDouble, DoubleRequest } from '../testUtils';
import { ApprovalRefused } from './ApprovalRefused';
import { AboutToDo, RunningNow, verifyApproval } from './verifyApproval';

const execution = { kind: 'scaffolder', id: 'task-1/gate/key' };
const subject = { type: 'database', id: 'billing', title: 'Billing' };
const context = { environment: 'prod', size: 3 };
const NOW = Date.parse('2026-11-24T10:00:00.000Z');

const run: RunningNow = {
  kind: 'scaffolder',
  idPrefix: 'task-1/',
  initiator: 'user:default/alice',
};

/** What comes of verifying an approval of Alice's: `ok`, or the reason why not. */
async function verify(
  given: Partial<DoubleRequest> = {},
  options: { run?: Partial<RunningNow>; about?: AboutToDo } = {},
  approvals = new ApprovalsDouble(),
): Promise<string> {
  const requestId = approvals.add({ execution, subject, context, ...given });
  return verifyApproval({
    client: approvals.client,
    requestId,
    run: { ...run, ...options.run },
    about: options.about,
    now: NOW,
  }).then(
    () => 'ok',
    error => {
      if (error instanceof ApprovalRefused) {
        return error.reason;
      }
      throw error;
    },
  );
}

describe('an approval that is verified', () => {
  it('tells what was approved, and by whom, and is used by the run', async () => {
    const approvals = new ApprovalsDouble();
    const requestId = approvals.add({ execution, subject, context });
    const options = { client: approvals.client, requestId, run, now: NOW };
    const approval = await verifyApproval(options);
    expect(approval).toEqual({
      requestId,
      policyKey: 'example',
      subject,
      context,
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      requester: 'user:default/alice',
      approvers: ['user:default/bob'],
      decidedAt: '2026-11-24T09:00:00.000Z',
    });
    expect(approvals.consumerOf(requestId)).toBe(execution.id);
    // A run that was interrupted comes again.
    expect(await verifyApproval(options)).toEqual(approval);
  });

  it.each<[string, AboutToDo, string]>([
    ['all of it', { policyKey: 'example', subject, context }, 'ok'],
    [
      'the same in another order',
      { context: { size: 3, environment: 'prod' } },
      'ok',
    ],
    ['another policy', { policyKey: 'lax' }, 'other_thing'],
    ['another subject', { subject: { ...subject, id: 'x' } }, 'other_thing'],
    ['another title', { subject: { ...subject, title: 'x' } }, 'other_thing'],
    ['other facts', { context: { ...context, size: 4 } }, 'other_thing'],
    ['fewer facts', { context: {} }, 'other_thing'],
  ])('is compared with what is about to be done: %s', async (_, about, end) => {
    expect(await verify({}, { about })).toBe(end);
  });

  it('knows an entity in any spelling', async () => {
    const entityRef = 'component:default/billing';
    const about = { subject: { ...subject, entityRef: 'Billing' } };
    expect(
      await verify({ subject: { ...subject, entityRef } }, { about }),
    ).toBe('ok');
  });

  it.each<[string, Partial<DoubleRequest>, string]>([
    ['in review', { status: 'in_review' }, 'not_approved'],
    ['rejected', { status: 'rejected' }, 'not_approved'],
    ['withdrawn', { status: 'withdrawn' }, 'not_approved'],
    ['over', { expiresAt: '2026-11-24T10:00:00.000Z' }, 'over'],
    ['not over yet', { expiresAt: '2026-11-24T10:00:00.001Z' }, 'ok'],
    [
      'of another task',
      { execution: { ...execution, id: 'task-11/gate/key' } },
      'other_run',
    ],
    [
      'of another kind',
      { execution: { ...execution, kind: 'job' } },
      'other_run',
    ],
  ])('is refused or not where it is %s', async (_, given, end) => {
    expect(await verify(given)).toBe(end);
  });

  it.each<[string, Partial<RunningNow>, boolean, string]>([
    ['by the requester', {}, false, 'ok'],
    [
      'with the credentials of the requester',
      { initiator: mockCredentials.user('user:default/alice') },
      false,
      'ok',
    ],
    [
      'by somebody else',
      { initiator: 'user:default/bob' },
      true,
      'other_person',
    ],
    [
      'with credentials of somebody else',
      { initiator: mockCredentials.user('user:default/bob') },
      true,
      'other_person',
    ],
    ['by nobody', { initiator: mockCredentials.none() }, true, 'other_person'],
    ['by a service that may', { initiator: undefined }, true, 'ok'],
    [
      'with credentials of a service that may not',
      { initiator: mockCredentials.service() },
      false,
      'other_person',
    ],
    ['whatever it is', { idPrefix: '' }, true, 'other_run'],
  ])(
    'is for a run that was let go on %s',
    async (_, more, goesOnAlone, end) => {
      expect(await verify({ goesOnAlone }, { run: more })).toBe(end);
    },
  );

  it('is not for a second run, nor for anybody once it is revoked', async () => {
    const approvals = new ApprovalsDouble();
    const requestId = approvals.add({ execution, subject, context });
    const { client } = approvals;
    await client.consumePass({
      params: { id: requestId },
      body: {
        consumer: 'task-1/other/key',
        policyKey: 'example',
        digest: (await client.getRequest({ params: { id: requestId } })).digest,
        initiator: 'user:default/alice',
      },
    });
    await expect(
      verifyApproval({ client, requestId, run, now: NOW }),
    ).rejects.toMatchObject({ reason: 'used', requestId });
    const revoked = approvals.add({ execution, subject, context });
    approvals.revoke(revoked);
    await expect(
      verifyApproval({ client, requestId: revoked, run, now: NOW }),
    ).rejects.toMatchObject({ reason: 'revoked' });
  });

  it('must be there; an API that is away is another matter', async () => {
    const { client } = new ApprovalsDouble();
    await expect(
      verifyApproval({ client, requestId: 'none', run }),
    ).rejects.toMatchObject({ reason: 'unknown' });
    const away = new Error('fetch failed');
    await expect(
      verifyApproval({
        client: {
          ...client,
          getRequest: async () => {
            throw away;
          },
        },
        requestId: 'any',
        run,
      }),
    ).rejects.toBe(away);
  });
});
