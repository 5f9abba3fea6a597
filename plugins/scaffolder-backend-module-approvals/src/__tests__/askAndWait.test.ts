import { DONE, goesOn, parked } from '../__testUtils__/parkedRuns';
import { everyDatabase, TestPortal } from '../__testUtils__/portal';
import { gate, make, policy, template } from '../__testUtils__/town';
import { until } from '../__testUtils__/until';

const wait = {
  id: 'wait',
  action: 'approval:wait',
  input: { requests: '${{ steps.ask.output.requestId }}' },
};

/** A step that asks, and goes on without waiting. */
const ask = (policyKey: string) => ({
  ...gate({ id: 'ask' }, { policy: policyKey }),
  action: 'approval:request',
});

describe.each(everyDatabase)('what asks first and waits later, on %s', id => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await TestPortal.start(id);
    await portal.activate(policy('plain'));
    await portal.activate(policy('alone', { resumeAs: 'service' }));
    for (const key of ['plain', 'alone']) {
      portal.add(template(key, [ask(key), wait, make({ input: {} })]));
    }
  });
  afterAll(() => portal.stop());
  beforeEach(() => portal.made.splice(0));

  const told = async (taskId: string) => {
    const { id: requestId } = await portal.requestOf(taskId);
    return portal.as('alice').getRequestRun({ params: { id: requestId } });
  };

  it('has not gone past its gate while it waits, and goes on for whoever asked', async () => {
    const taskId = await parked(portal, 'plain');
    expect(await told(taskId)).toMatchObject({
      state: 'waiting',
      canResume: false,
    });
    await portal.decide(taskId);
    expect(await told(taskId)).toMatchObject({
      state: 'waiting',
      canResume: true,
    });
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect((await told(taskId)).state).toBe('done');
  });

  it('goes on by itself where its policy says so', async () => {
    const taskId = await parked(portal, 'alone');
    await portal.decide(taskId);
    await until('the task is completed', async () =>
      (await portal.task(taskId)).status === 'completed' ? true : undefined,
    );
    expect((await told(taskId)).state).toBe('done');
    expect(portal.made).toHaveLength(1);
  });

  it('goes on by itself once the last of several is approved', async () => {
    const each = '${{ parameters.places }}';
    const key = '${{ each.value }}';
    const several = { ...ask('alone'), each };
    several.input = { ...several.input, key };
    portal.add(template('several', [several, wait, make({ input: {} })]));
    const taskId = await parked(portal, 'several', {
      name: 'x',
      places: ['a', 'b'],
    });
    const [one, other] = await portal.requestsOf(taskId);
    await portal.decideRequest(one.id);
    expect((await portal.task(taskId)).status).not.toBe('completed');
    expect(portal.made).toEqual([]);
    await portal.decideRequest(other.id);
    await until('the task is completed', async () =>
      (await portal.task(taskId)).status === 'completed' ? true : undefined,
    );
    expect(portal.made).toHaveLength(1);
  });

  it('waits for whoever asked where the policy of one of several lets no service, and tells so', async () => {
    const one = (key: string) => ({
      ...ask(key),
      id: key,
    });
    const both = [
      '${{ steps.plain.output.requestId }}',
      '${{ steps.alone.output.requestId }}',
    ];
    portal.add(
      template('mixed', [
        one('plain'),
        one('alone'),
        { ...wait, input: { requests: both } },
        make({ input: {} }),
      ]),
    );
    const taskId = await parked(portal, 'mixed');
    const requests = await portal.requestsOf(taskId);
    for (const { id: requestId } of requests) {
      await portal.decideRequest(requestId);
    }
    await until('a service has tried it', async () =>
      (await portal.ended(taskId)).name === 'RequesterNeeded'
        ? true
        : undefined,
    );
    for (const { id: requestId } of requests) {
      const run = await portal
        .as('alice')
        .getRequestRun({ params: { id: requestId } });
      expect(run).toMatchObject({
        state: 'waiting',
        waitsFor: 'requester',
        canResume: true,
        message: expect.stringContaining('whoever asked'),
      });
      const { pass } = await portal
        .as('alice')
        .getRequest({ params: { id: requestId } });
      expect(pass?.status).toBe('open');
    }
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(portal.made).toHaveLength(1);
  });

  it('is reported where it did not wait', async () => {
    portal.add(template('rash', [ask('plain'), make({ input: {} })]));
    const taskId = await portal.run('rash');
    expect(await portal.ended(taskId)).toEqual(DONE);
    expect((await told(taskId)).state).toBe('bypassed');
  });

  it('does not park with files that would be gone', async () => {
    const file = { id: 'file', action: 'test:file' };
    portal.add(template('files', [ask('plain'), file, wait, make()]));
    const taskId = await portal.run('files');
    expect(await portal.ended(taskId)).toMatchObject({
      name: 'GateNotReady',
      message: expect.stringMatching(/have made files(?!.*Nobody was asked)/),
    });
    expect(portal.made).toEqual([]);
  });
});
