import { DONE, goesOn, parked } from '../__testUtils__/parkedRuns';
import { everyDatabase, TestPortal } from '../__testUtils__/portal';
import { PortalOptions } from '../__testUtils__/portalFeatures';
import { gate, make, policy, template } from '../__testUtils__/town';

const FILE = { id: 'file', action: 'test:file' };
const ALWAYS = make({ id: 'last', if: '${{ always() }}', input: {} });

describe.each(everyDatabase)('a gate on %s', id => {
  const portals: TestPortal[] = [];
  const start = async (options: PortalOptions, from?: TestPortal) => {
    const portal = await (from
      ? TestPortal.on(from.knexes, options)
      : TestPortal.start(id, options));
    portals.push(portal);
    portal.add(template('one', [gate(), make()]));
    portal.add(template('files', [FILE, gate(), make()]));
    portal.add(template('always', [gate(), make(), ALWAYS]));
    if (!from) {
      await portal.activate(policy('plain'));
    }
    return portal;
  };
  afterEach(async () => {
    for (const portal of portals.splice(0)) {
      await portal.stop();
    }
  });

  it('refuses to park where finished steps would run again', async () => {
    const portal = await start({ scaffolder: { taskRecovery: {} } });
    const taskId = await portal.run('one');
    expect(await portal.ended(taskId)).toMatchObject({
      name: 'GateNotReady',
      message: expect.stringContaining('scaffolder.taskRecovery.enabled'),
    });
    expect(await portal.requestsOf(taskId)).toEqual([]);
  });

  it('refuses to park where files of earlier steps would be lost', async () => {
    const portal = await start({});
    const taskId = await portal.run('files');
    expect(await portal.ended(taskId)).toMatchObject({
      name: 'GateNotReady',
      message: expect.stringContaining('taskRecovery.workspaceProvider'),
    });
    expect(await portal.requestsOf(taskId)).toEqual([]);
  });

  it('parks with files that are kept, and goes on with them', async () => {
    const portal = await start({
      scaffolder: {
        taskRecovery: { enabled: true, workspaceProvider: 'kept' },
      },
    });
    const taskId = await parked(portal, 'files');
    await portal.decide(taskId);
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect(portal.made).toMatchObject([{ files: ['made.txt'] }]);
  });

  it('stops when a value changed meanwhile', async () => {
    const setting = (size: string): PortalOptions => ({
      scaffolder: {
        taskRecovery: { enabled: true },
        defaultEnvironment: { parameters: { size } },
      },
    });
    const changing = template('changing', [
      gate({}, { context: { size: '${{ environment.parameters.size }}' } }),
      make(),
    ]);
    const before = await start(setting('small'));
    before.add(changing);
    const taskId = await parked(before, 'changing');
    await before.decide(taskId);
    await portals.pop()?.stop();

    const after = await start(setting('large'), before);
    after.add(changing);
    expect(await goesOn(after, taskId)).toMatchObject({
      name: 'ApprovalMismatch',
      message: expect.stringContaining('Run the template again'),
    });
    expect(after.made).toEqual([]);
  });

  it("refuses the portal's own secrets in what is asked for", async () => {
    const portal = await start({
      scaffolder: {
        taskRecovery: { enabled: true },
        defaultEnvironment: { secrets: { key: 'portal-wide-key' } },
      },
    });
    const taskId = await portal.run('one', {
      name: 'x',
      size: 'portal-wide-key',
    });
    const { name, message } = await portal.ended(taskId);
    expect(name).toBe('GateInputRefused');
    expect(message).not.toContain('portal-wide-key');
  });

  it('stops templates with faults where the configuration refuses them', async () => {
    const lenient = await start({});
    await parked(lenient, 'always');
    const strict = await start({
      approvals: { templates: { enforce: 'refuse' } },
    });
    const taskId = await strict.run('always');
    expect(await strict.ended(taskId)).toMatchObject({
      name: 'TemplateRefused',
      message: expect.stringContaining('always'),
    });
    expect(await strict.requestsOf(taskId)).toEqual([]);
  });

  it('is told by its run when no backend with workers has heard that it may go on', async () => {
    const scaffolder = { taskRecovery: { enabled: true } };
    const worker = await start({ scaffolder });
    const idle = await start(
      { scaffolder: { ...scaffolder, concurrentTasksLimit: 0 } },
      worker,
    );
    const taskId = await parked(worker, 'one');
    const { id: requestId } = await worker.decide(taskId);
    const told = () =>
      idle.as('alice').getRequestRun({ params: { id: requestId } });

    expect(await idle.retry(taskId)).toBe(201);
    const now = await told();
    expect(now).toMatchObject({ state: 'resuming', canResume: false });
    expect(now.message).toBeUndefined();

    const threeMinutesAgo = new Date(Date.now() - 180_000)
      .toISOString()
      .replace(/[TZ]/g, ' ')
      .trim();
    await idle.knexes
      .scaffolder('tasks')
      .where({ id: taskId })
      .update({ last_heartbeat_at: threeMinutesAgo });
    expect((await told()).message).toContain('3 minutes ago, and no worker');

    // Any other run wakes the backend that has workers.
    worker.add(template('free', [make({ input: {} })]));
    await worker.run('free');
    expect(await worker.ended(taskId)).toEqual(DONE);
  });

  it('holds no worker and asks for nothing while fifty runs wait', async () => {
    const portal = await start({
      scaffolder: { taskRecovery: { enabled: true }, concurrentTasksLimit: 1 },
    });
    portal.add(template('free', [make({ input: {} })]));
    const names = Array.from({ length: 50 }, (_, index) => `thing-${index}`);
    const taskIds = await Promise.all(
      names.map(name => portal.run('one', { name })),
    );
    for (const taskId of taskIds) {
      expect(await portal.ended(taskId)).toMatchObject({
        name: 'ApprovalPending',
      });
    }
    // The one worker is free.
    expect(await portal.ended(await portal.run('free'))).toEqual(DONE);

    const asked = await queriesDuring(portal, 3_000);
    expect(asked.filter(sql => taskIds.some(it => sql.includes(it)))).toEqual(
      [],
    );

    for (const taskId of taskIds) {
      await portal.decide(taskId);
      expect(await portal.retry(taskId)).toBe(201);
    }
    for (const taskId of taskIds) {
      expect(await portal.ended(taskId)).toEqual(DONE);
    }
    const made = portal.made.filter(({ taskId }) => taskIds.includes(taskId));
    expect(made.map(({ taskId }) => taskId).sort()).toEqual(taskIds.sort());
  });
});

/** What the scaffolder asks of its database for a while: statements with their values. */
async function queriesDuring(
  { knexes }: TestPortal,
  milliseconds: number,
): Promise<string[]> {
  // Looks of the scaffolder for the cancelling of runs that have just ended.
  await new Promise(resolve => setTimeout(resolve, 1_500));
  const asked: string[] = [];
  const listen = ({ sql, bindings }: { sql: string; bindings?: unknown[] }) =>
    asked.push(`${sql} ${JSON.stringify(bindings ?? [])}`);
  knexes.scaffolder.on('query', listen);
  await new Promise(resolve => setTimeout(resolve, milliseconds));
  knexes.scaffolder.off('query', listen);
  return asked;
}
