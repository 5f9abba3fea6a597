import { DONE, goesOn, parked, PENDING } from '../__testUtils__/parkedRuns';
import { everyDatabase, TestPortal } from '../__testUtils__/portal';
import { gate, make, policy, template } from '../__testUtils__/town';

describe.each(everyDatabase)('a template that waits, on %s', id => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await TestPortal.start(id);
    await portal.activate(policy('plain'));
    await portal.activate(policy('alone', { resumeAs: 'service' }));
    portal.add(template('one', [gate(), make()]));
  });
  afterAll(() => portal.stop());
  beforeEach(() => portal.made.splice(0));

  it('runs nothing behind the gate before the approval, and goes on with it', async () => {
    const taskId = await parked(portal, 'one', { name: 'x', size: 3 });
    expect(portal.made).toEqual([]);
    const request = await portal.decide(
      taskId,
      'approve',
      'bob',
      'Looks right',
    );
    expect(request).toMatchObject({
      status: 'approved',
      requester: 'user:default/alice',
      context: { size: 3 },
      subject: { id: 'x', title: 'Thing x' },
    });
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(portal.made).toMatchObject([
      { taskId, input: { approval: request.id } },
    ]);
  });

  it('tells on the page of the task what it waits for, with the way there, and no path of the server', async () => {
    const taskId = await portal.run('one', { name: 'a *b* [c](d)' });
    const { message } = await portal.ended(taskId);
    const { id: requestId } = await portal.requestOf(taskId);
    expect(message).toContain(
      `[Thing a \\*b\\* \\[c\\]\\(d\\)](http://portal.example/approvals/requests/${requestId}) waits for approval`,
    );
    const lines = (await portal.logs(taskId)).map(({ body }) => body.message);
    expect(lines.join('\n')).not.toMatch(/\bat .*\.[jt]s/);
  });

  it('keeps waiting when it is told to go on too early, with the same request', async () => {
    const taskId = await parked(portal, 'one');
    expect(await goesOn(portal, taskId)).toMatchObject(PENDING);
    expect(await goesOn(portal, taskId)).toMatchObject(PENDING);
    expect(await portal.requestsOf(taskId)).toHaveLength(1);
    expect(portal.made).toEqual([]);
  });

  it('gives the steps behind it what was decided', async () => {
    portal.add(
      template('outputs', [
        gate(),
        make({ input: { all: '${{ steps.approval.output }}' } }),
      ]),
    );
    const taskId = await parked(portal, 'outputs');
    await portal.decide(taskId, 'approve', 'carol', 'For this quarter');
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(portal.made[0].input.all).toEqual({
      requestId: expect.any(String),
      status: 'approved',
      approvers: ['user:default/carol'],
      comments: [
        {
          by: 'user:default/carol',
          decision: 'approve',
          comment: 'For this quarter',
        },
      ],
      decidedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it.each([
    [
      'rejected',
      (taskId: string) => portal.decide(taskId, 'reject', 'bob', 'Too large'),
    ],
    [
      'withdrawn',
      async (taskId: string) =>
        portal.as('alice').withdrawRequest({
          params: { id: (await portal.requestOf(taskId)).id },
          body: {},
        }),
    ],
  ] as const)(
    'runs nothing behind the gate when it was %s',
    async (status, end) => {
      const taskId = await parked(portal, 'one');
      await end(taskId);
      expect(await goesOn(portal, taskId)).toMatchObject({
        status: 'failed',
        name: 'ApprovalRejected',
        message: expect.stringContaining(`was ${status}`),
      });
      expect(portal.made).toEqual([]);
    },
  );

  it('quotes who rejects', async () => {
    const taskId = await parked(portal, 'one');
    await portal.decide(taskId, 'reject', 'bob', 'Too large');
    expect((await goesOn(portal, taskId)).message).toContain('“Too large”');
  });

  it('asks the requester to answer where changes were asked for, and goes on after the next round', async () => {
    const taskId = await parked(portal, 'one');
    const { id: requestId } = await portal.decide(
      taskId,
      'request_changes',
      'bob',
      'Why?',
    );
    expect(await goesOn(portal, taskId)).toMatchObject({
      ...PENDING,
      message: expect.stringContaining('Changes were asked for'),
    });
    await portal.as('alice').resubmitRequest({
      params: { id: requestId },
      body: { comment: 'For the audit' },
    });
    await portal.decideRequest(requestId);
    expect(await goesOn(portal, taskId)).toEqual(DONE);
  });

  it('goes on after a refusal where its author wants that, and tells the steps', async () => {
    portal.add(
      template('anyway', [
        gate({}, { onRejected: 'continue' }),
        make({ input: { status: '${{ steps.approval.output.status }}' } }),
      ]),
    );
    const taskId = await parked(portal, 'anyway');
    await portal.decide(taskId, 'reject');
    // Also after a refusal it is the requester's run.
    expect(await goesOn(portal, taskId, 'zoe')).toMatchObject({
      name: 'ApprovalNotYours',
    });
    expect(portal.made).toEqual([]);
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(portal.made).toMatchObject([{ input: { status: 'rejected' } }]);
  });

  it('goes on for nobody but whoever asked', async () => {
    const taskId = await parked(portal, 'one');
    await portal.decide(taskId);
    expect(await goesOn(portal, taskId, 'zoe')).toMatchObject({
      name: 'ApprovalNotYours',
      message: expect.stringContaining('not user:default/zoe'),
    });
    expect(await goesOn(portal, taskId, 'plugin:somebody')).toMatchObject({
      name: 'RequesterNeeded',
    });
    expect(portal.made).toEqual([]);
    expect(await goesOn(portal, taskId)).toEqual(DONE);
  });

  it('goes on after a refusal for nobody else either, nor without its secrets', async () => {
    portal.add(
      template('anyway', [gate({}, { onRejected: 'continue' }), make()]),
    );
    const secrets = { password: 'Correct-Horse-7' };
    const taskId = await parked(portal, 'anyway', { name: 'x' }, { secrets });
    await portal.decide(taskId, 'reject');
    expect(await goesOn(portal, taskId, 'zoe', secrets)).toMatchObject({
      name: 'ApprovalNotYours',
      message: expect.stringContaining('not user:default/zoe'),
    });
    expect(await goesOn(portal, taskId)).toMatchObject({
      name: 'SecretsNeeded',
      message: expect.stringContaining('is rejected'),
    });
    expect(portal.made).toEqual([]);
    expect(await goesOn(portal, taskId, 'alice', secrets)).toEqual(DONE);
  });

  it.each<[string, string, Record<string, string> | undefined]>([
    ['its policy lets none', 'plain', undefined],
    ['it was begun with secrets', 'alone', { pin: 'four' }],
  ])(
    'goes on after a refusal for no service where %s',
    async (_, key, secrets) => {
      portal.add(
        template('anyway', [
          gate({}, { policy: key, onRejected: 'continue' }),
          make(),
        ]),
      );
      const taskId = await parked(portal, 'anyway', { name: 'x' }, { secrets });
      await portal.decide(taskId, 'reject');
      const by = 'plugin:somebody';
      expect(await goesOn(portal, taskId, by, secrets)).toMatchObject({
        name: 'RequesterNeeded',
        message: expect.stringContaining('not a service'),
      });
      expect(portal.made).toEqual([]);
      expect(await goesOn(portal, taskId, 'alice', secrets)).toEqual(DONE);
    },
  );

  it('goes on as it was begun although its template was edited meanwhile', async () => {
    portal.add(template('edited', [gate(), make({ input: { at: 'old' } })]));
    const taskId = await parked(portal, 'edited');
    portal.add(template('edited', [make({ input: { at: 'new' } })]));
    expect(await goesOn(portal, taskId)).toMatchObject(PENDING);
    expect(portal.made).toEqual([]);
    await portal.decide(taskId);
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(portal.made).toMatchObject([{ input: { at: 'old' } }]);
  });

  it('does nothing twice when a finished task is told to go on', async () => {
    const taskId = await parked(portal, 'one');
    await portal.decide(taskId);
    await goesOn(portal, taskId);
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(portal.made).toHaveLength(1);
    expect(await portal.requestsOf(taskId)).toHaveLength(1);
  });

  it('goes on once when it is told so twice at once', async () => {
    const taskId = await parked(portal, 'one');
    await portal.decide(taskId);
    const statuses = await Promise.all([
      portal.retry(taskId),
      portal.retry(taskId),
      portal.retry(taskId),
    ]);
    expect(statuses.filter(status => status === 201)).toHaveLength(1);
    expect(await portal.ended(taskId)).toEqual(DONE);
    expect(portal.made).toHaveLength(1);
  });
});
