import { DONE, goesOn, parked } from '../__testUtils__/parkedRuns';
import { everyDatabase, TestPortal } from '../__testUtils__/portal';
import { gate, make, policy, template } from '../__testUtils__/town';
import { until } from '../__testUtils__/until';

describe.each(everyDatabase)('how a run stands, on %s', id => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await TestPortal.start(id);
    await portal.activate(policy('plain'));
    await portal.activate(policy('alone', { resumeAs: 'service' }));
    portal.add(template('one', [gate(), make()]));
  });
  afterAll(() => portal.stop());

  const seen = async (taskId: string, by: string = 'alice') => {
    const { id: requestId } = await portal.requestOf(taskId);
    return portal.as(by).getRequestRun({ params: { id: requestId } });
  };

  it('waits for whoever asked although somebody else has tried it, and says so', async () => {
    const taskId = await parked(portal, 'one');
    await portal.decide(taskId);
    await goesOn(portal, taskId, 'zoe');
    expect(await seen(taskId)).toMatchObject({
      state: 'waiting',
      message: expect.stringContaining('Somebody else tried'),
      canResume: true,
    });
    expect((await seen(taskId, 'bob')).canResume).toBe(false);
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(await seen(taskId)).toMatchObject({ state: 'done' });
  });

  it('runs for as long as its steps take, and says when nothing was heard of it', async () => {
    const steps = [gate(), { id: 'hold', action: 'test:hold' }, make()];
    portal.add(template('holds', steps));
    const taskId = await parked(portal, 'holds');
    await portal.decide(taskId);
    expect(await portal.retry(taskId)).toBe(201);
    const running = () =>
      until('it holds', async () => {
        const run = await seen(taskId);
        return run.steps?.[1].status === 'running' ? run : undefined;
      });
    // Nothing of it is left when the test ends, whatever it finds.
    setTimeout(() => portal.released.add(taskId), 20_000).unref();
    const run = await running();
    expect(run).toMatchObject({ state: 'running', canResume: false });
    expect(run.message).toBeUndefined();
    await portal.reconcile();
    expect(await portal.told(taskId)).toEqual(['run.resumed']);

    const tenMinutesAgo = new Date(Date.now() - 600_000)
      .toISOString()
      .replace(/[TZ]/g, ' ')
      .trim();
    // Its backend tells each second that it is there.
    await until('it is told', async () => {
      await portal.knexes
        .scaffolder('tasks')
        .where({ id: taskId })
        .update({ last_heartbeat_at: tenMinutesAgo });
      const { message } = await seen(taskId);
      return message?.includes('Nothing was heard of it for 10 minutes');
    });

    portal.released.add(taskId);
    expect(await portal.ended(taskId)).toEqual(DONE);
    const end = await seen(taskId);
    expect(end).toMatchObject({ state: 'done' });
    expect(end.message).toBeUndefined();
  });

  it('is gone when the scaffolder has its task no more', async () => {
    const taskId = await parked(portal, 'one');
    const { id: requestId } = await portal.decide(taskId);
    // Of a task that is not there it would look for the end for ever.
    await portal.quiet();
    const { scaffolder } = portal.knexes;
    await scaffolder('task_events').where({ task_id: taskId }).delete();
    await scaffolder('tasks').where({ id: taskId }).delete();
    const run = await portal
      .as('alice')
      .getRequestRun({ params: { id: requestId } });
    expect(run).toMatchObject({
      state: 'gone',
      message: expect.stringContaining('does not know this task any more'),
      canResume: false,
      steps: [],
    });
  });

  it.each([
    ['plain', []],
    ['alone', ['run.gone']],
  ])(
    'is gone when its template was removed, under the policy %s, and goes on once it is back',
    async (key, told) => {
      const removed = template('removed', [
        gate({}, { policy: key }),
        make({ input: {} }),
      ]);
      portal.add(removed);
      const taskId = await parked(portal, 'removed');
      portal.remove('removed');
      await portal.decide(taskId);
      const gone = {
        state: 'gone',
        message: expect.stringContaining('run it anew'),
        canResume: false,
      };
      await until('it is seen to be gone', async () =>
        (await seen(taskId)).state === 'gone' ? true : undefined,
      );
      // Whoever looks again, and whatever looks after it, sees the same.
      expect(await seen(taskId)).toMatchObject(gone);
      await portal.quiet();
      for (let time = 0; time < 2; time++) {
        expect(await seen(taskId)).toMatchObject(gone);
        await portal.reconcile();
      }
      expect(await seen(taskId)).toMatchObject(gone);
      // Who only looks writes nothing down: the catalog may have it again.
      expect(await portal.told(taskId)).toEqual(told);

      portal.add(removed);
      expect((await seen(taskId)).state).not.toBe('gone');
      // A service that may is as quick.
      expect([201, 409]).toContain(await portal.retry(taskId));
      expect(await portal.ended(taskId)).toEqual(DONE);
      expect(await seen(taskId)).toMatchObject({ state: 'done' });
    },
  );
});
