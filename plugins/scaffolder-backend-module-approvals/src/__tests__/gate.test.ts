import { DONE, goesOn, parked, PENDING } from '../__testUtils__/parkedRuns';
import { everyDatabase, TestPortal } from '../__testUtils__/portal';
import { gate, make, policy, template } from '../__testUtils__/town';
import { until } from '../__testUtils__/until';

describe.each(everyDatabase)('a template that waits, on %s', id => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await TestPortal.start(id);
    await portal.activate(policy('plain'));
    portal.add(template('one', [gate(), make()]));
  });
  afterAll(() => portal.stop());
  beforeEach(() => portal.made.splice(0));

  /** The request of a task about one subject. */
  const requestAbout = async (taskId: string, subjectId: string) => {
    const { id: requestId } = await until(
      `a request about '${subjectId}'`,
      async () =>
        (
          await portal.requestsOf(taskId)
        ).find(({ subject }) => subject.id === subjectId),
    );
    return requestId;
  };

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
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(portal.made).toMatchObject([{ input: { status: 'rejected' } }]);
  });

  it('waits at each of two gates', async () => {
    portal.add(
      template('two', [
        gate({ id: 'first' }, { subject: { type: 'thing', id: 'first' } }),
        make({ id: 'between', input: { at: 'between' } }),
        gate({ id: 'second' }, { subject: { type: 'thing', id: 'second' } }),
        make({ id: 'end', input: { at: 'end' } }),
      ]),
    );
    const taskId = await parked(portal, 'two');
    await portal.decide(taskId);
    expect(await goesOn(portal, taskId)).toMatchObject(PENDING);
    expect(portal.made.map(({ input }) => input.at)).toEqual(['between']);
    await portal.decideRequest(await requestAbout(taskId, 'second'));
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(portal.made.map(({ input }) => input.at)).toEqual([
      'between',
      'end',
    ]);
  });

  it('asks for each, one after the other', async () => {
    portal.add(
      template('each', [
        gate(
          { each: '${{ parameters.places }}' },
          { subject: { type: 'thing', id: '${{ each.value }}' } },
        ),
        make(),
      ]),
    );
    const taskId = await parked(portal, 'each', {
      name: 'x',
      places: ['a', 'b', 'c'],
    });
    const ends = [];
    for (const place of ['a', 'b', 'c']) {
      expect(portal.made).toEqual([]);
      await portal.decideRequest(await requestAbout(taskId, place));
      ends.push((await goesOn(portal, taskId)).status);
    }
    expect(ends).toEqual(['failed', 'failed', 'completed']);
    expect(await portal.requestsOf(taskId)).toHaveLength(3);
    expect(portal.made).toMatchObject([{ input: { approval: { length: 3 } } }]);
  });

  it('tells that an each with one subject needs keys, and takes them', async () => {
    const asking = (input: object) => [
      gate(
        { each: '${{ parameters.places }}' },
        { context: { size: '${{ each.value }}' }, ...input },
      ),
      make(),
    ];
    portal.add(template('keyless', asking({})));
    portal.add(template('keyed', asking({ key: '${{ each.value }}/x' })));
    const values = { name: 'x', places: ['a', 'b'] };

    const keyless = await parked(portal, 'keyless', values);
    await portal.decide(keyless);
    expect(await goesOn(portal, keyless)).toMatchObject({
      name: 'ApprovalMismatch',
      message: expect.stringContaining('`key`'),
    });

    const keyed = await parked(portal, 'keyed', values);
    await portal.decide(keyed);
    expect(await goesOn(portal, keyed)).toMatchObject(PENDING);
    expect(await portal.requestsOf(keyed)).toHaveLength(2);
  });

  it('asks for all at once, and waits for all of them', async () => {
    portal.add(
      template('at-once', [
        {
          ...gate(
            { id: 'ask', each: '${{ parameters.places }}' },
            { subject: { type: 'thing', id: '${{ each.value }}' } },
          ),
          action: 'approval:request',
        },
        {
          id: 'wait',
          action: 'approval:wait',
          input: { requests: '${{ steps.ask.output.requestId }}' },
        },
        make({ input: { status: '${{ steps.wait.output.status }}' } }),
      ]),
    );
    const taskId = await parked(portal, 'at-once', {
      name: 'x',
      places: ['a', 'b'],
    });
    const requests = await portal.requestsOf(taskId);
    expect(requests).toHaveLength(2);
    await portal.decideRequest(requests[0].id);
    expect(await goesOn(portal, taskId)).toMatchObject(PENDING);
    await portal.decideRequest(requests[1].id);
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(portal.made).toMatchObject([{ input: { status: 'approved' } }]);
  });

  it('does not wait for what another run has asked for', async () => {
    const other = await parked(portal, 'one');
    const { id: requestId } = await portal.decide(other);
    portal.add(
      template('borrowed', [
        { id: 'wait', action: 'approval:wait', input: { requests: requestId } },
        make(),
      ]),
    );
    const taskId = await portal.run('borrowed');
    expect(await portal.ended(taskId)).toMatchObject({
      name: 'GateInputRefused',
      message: expect.stringContaining('no request that this run has made'),
    });
    expect(portal.made).toEqual([]);
  });

  it('goes on for nobody but whoever asked', async () => {
    const taskId = await parked(portal, 'one');
    await portal.decide(taskId);
    expect(await goesOn(portal, taskId, 'zoe')).toMatchObject({
      name: 'ApprovalNotYours',
      message: expect.stringContaining('not user:default/zoe'),
    });
    expect(await goesOn(portal, taskId, 'plugin:somebody')).toMatchObject({
      name: 'ApprovalNotYours',
    });
    expect(portal.made).toEqual([]);
    expect(await goesOn(portal, taskId)).toEqual(DONE);
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
