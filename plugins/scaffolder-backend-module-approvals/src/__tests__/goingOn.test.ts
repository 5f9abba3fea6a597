import { DONE, goesOn, parked } from '../__testUtils__/parkedRuns';
import { everyDatabase, TestPortal } from '../__testUtils__/portal';
import { gate, make, policy, template } from '../__testUtils__/town';
import { until } from '../__testUtils__/until';

describe.each(everyDatabase)('a run on %s', id => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await TestPortal.start(id);
    await portal.activate(policy('plain'));
    await portal.activate(policy('alone', { resumeAs: 'service' }));
    const [stage] = policy('any').stages;
    await portal.activate(
      policy('nobody', {
        resumeAs: 'service',
        stages: [{ ...stage, skipIf: 'true' }],
      }),
    );
    portal.add(template('one', [gate(), make()]));
    portal.add(template('alone', [gate({}, { policy: 'alone' }), make()]));
    portal.add(template('nobody', [gate({}, { policy: 'nobody' }), make()]));
  });
  afterAll(() => portal.stop());
  beforeEach(() => portal.made.splice(0));

  /** Waits until a task has gone through. */
  const done = (taskId: string) =>
    until('the task is completed', async () =>
      (await portal.task(taskId)).status === 'completed' ? true : undefined,
    );
  /** Waits until the run of a task's request is in a state. */
  const becomes = (taskId: string, state: string) =>
    until(`the run is ${state}`, async () => {
      const { id: requestId } = await portal.requestOf(taskId);
      const { items } = await portal.as('erin').listRequests({
        query: { limit: '100' },
      });
      const item = items.find(it => it.id === requestId);
      return item?.run?.state === state ? item.run : undefined;
    });

  it('goes on by itself once it is approved, where its policy says so, and once only', async () => {
    const taskId = await parked(portal, 'alone');
    await portal.decide(taskId);
    await done(taskId);
    expect(portal.made).toHaveLength(1);
    await becomes(taskId, 'done');
    const request = await portal.requestOf(taskId);
    expect(request.pass).toMatchObject({ status: 'consumed' });
    expect(request.pass?.initiator).toBeUndefined();
  });

  it('goes on when it was approved before it had parked', async () => {
    const taskId = await portal.run('nobody');
    await done(taskId);
    expect(portal.made).toHaveLength(1);
  });

  it('waits for whoever asked, where its policy says nothing', async () => {
    const taskId = await parked(portal, 'one');
    await portal.decide(taskId);
    // As long as what may go on by itself takes at most.
    const other = await parked(portal, 'alone');
    await portal.decide(other);
    await done(other);
    expect((await portal.task(taskId)).status).toBe('failed');
    expect(await goesOn(portal, taskId)).toEqual(DONE);
  });

  it('goes on by itself although somebody else tried it before', async () => {
    const taskId = await parked(portal, 'alone');
    await goesOn(portal, taskId, 'zoe');
    await portal.decide(taskId);
    await done(taskId);
    expect(portal.made).toHaveLength(1);
  });

  it('waits for its requester where it was started with secrets', async () => {
    const secrets = { password: 'Correct-Horse-7' };
    const taskId = await parked(portal, 'alone', { name: 'x' }, { secrets });
    const { id: requestId } = await portal.decide(taskId);
    const run = await portal.as('alice').getRequestRun({
      params: { id: requestId },
    });
    expect(run).toMatchObject({ canResume: true, secrets: ['password'] });
    expect(await goesOn(portal, taskId, 'alice', secrets)).toEqual(DONE);
  });

  it('goes on by itself after a refusal, where its author and its policy say so', async () => {
    portal.add(
      template('anyway', [
        gate({}, { policy: 'alone', onRejected: 'continue' }),
        make({ input: { status: '${{ steps.approval.output.status }}' } }),
      ]),
    );
    const taskId = await parked(portal, 'anyway');
    await portal.decide(taskId, 'reject');
    await done(taskId);
    expect(portal.made).toMatchObject([{ input: { status: 'rejected' } }]);
  });

  it.each([
    ['takes from the form', '${{ parameters.then }}', true],
    ['works out', '${{ "continue" if parameters.then else "fail" }}', true],
    ['works out to be none', '${{ "fail" if parameters.then }}', false],
  ])(
    'goes on after a refusal, or not, by what its author %s, and goes around nothing',
    async (_, onRejected, isMeant) => {
      portal.add(
        template('perhaps', [
          gate({}, { policy: 'alone', onRejected }),
          make({ input: { status: '${{ steps.approval.output.status }}' } }),
        ]),
      );
      const values = { name: 'x', then: 'continue' };
      const taskId = await parked(portal, 'perhaps', values);
      await portal.decide(taskId, 'reject');
      await becomes(taskId, isMeant ? 'done' : 'failed');
      expect(portal.made.map(({ input }) => input.status)).toEqual(
        isMeant ? ['rejected'] : [],
      );
      expect(await portal.told(taskId)).not.toContain('run.bypassed');
    },
  );

  it('tells when its template is not there any more', async () => {
    portal.add(template('removed', [gate({}, { policy: 'alone' }), make()]));
    const taskId = await parked(portal, 'removed');
    portal.remove('removed');
    await portal.decide(taskId);
    const { message } = await becomes(taskId, 'gone');
    expect(message).toContain('run it anew');
    expect(portal.made).toEqual([]);
  });

  it('takes its request back when it is cancelled while it waits', async () => {
    const taskId = await parked(portal, 'one');
    await portal.cancel(taskId);
    await becomes(taskId, 'cancelled');
    const request = await until('the request is withdrawn', async () => {
      const now = await portal.requestOf(taskId);
      return now.status === 'withdrawn' ? now : undefined;
    });
    expect(request.requester).toBe('user:default/alice');
    const { items } = await portal.as('alice').listRequestEvents({
      params: { id: request.id },
      query: { limit: '100' },
    });
    expect(
      items.find(({ type }) => type === 'request.withdrawn'),
    ).toMatchObject({ text: 'What was to run after it was cancelled.' });
  });

  describe('whose steps check their approval themselves', () => {
    const change = {
      id: 'change',
      action: 'test:change',
      input: { approval: '${{ steps.approval.output.requestId }}' },
    };

    it('changes something when it is approved', async () => {
      portal.add(template('checked', [gate(), change]));
      const taskId = await parked(portal, 'checked');
      await portal.decide(taskId);
      expect(await goesOn(portal, taskId)).toEqual(DONE);
      expect(portal.made).toMatchObject([{ input: { changed: 'x' } }]);
    });

    it('changes nothing when it failed behind the gate and somebody else lets it go on', async () => {
      portal.add(
        template('checked', [gate(), make({ input: { fails: 1 } }), change]),
      );
      const taskId = await parked(portal, 'checked');
      await portal.decide(taskId);
      await goesOn(portal, taskId);
      expect(await goesOn(portal, taskId, 'zoe')).toMatchObject({
        name: 'ApprovalRefused',
      });
      expect(await goesOn(portal, taskId)).toEqual(DONE);
      expect(portal.made.filter(({ input }) => input.changed)).toHaveLength(1);
    });

    it('changes nothing with the approval of another run', async () => {
      const first = await parked(portal, 'one');
      const { id: requestId } = await portal.decide(first);
      portal.add(
        template('borrows', [{ ...change, input: { approval: requestId } }]),
      );
      const taskId = await portal.run('borrows');
      expect(await portal.ended(taskId)).toMatchObject({
        name: 'ApprovalRefused',
      });
      expect(portal.made).toEqual([]);
    });
  });
});
