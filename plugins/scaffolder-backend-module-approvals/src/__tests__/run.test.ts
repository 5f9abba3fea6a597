import { DONE, goesOn, parked } from '../__testUtils__/parkedRuns';
import { everyDatabase, TestPortal } from '../__testUtils__/portal';
import { gate, make, policy, template } from '../__testUtils__/town';

const form = {
  type: 'object',
  properties: {
    name: { title: 'What is it called', type: 'string' },
    level: { enum: ['r'], enumNames: ['Read only'] },
    key: { type: 'string', 'ui:widget': 'password' },
  },
};

describe.each(everyDatabase)('what is told of a run, on %s', id => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await TestPortal.start(id);
    await portal.activate(policy('plain'));
    const steps = [make({ id: 'before', input: {} }), gate(), make()];
    portal.add(template('one', steps, { parameters: form }));
    portal.add(template('fails', [gate(), make({ input: { fails: 1 } })]));
  });
  afterAll(() => portal.stop());

  const told = async (taskId: string, by: string = 'alice') => {
    const { id: requestId } = await portal.requestOf(taskId);
    return portal.as(by).getRequestRun({ params: { id: requestId } });
  };

  it('names template, owner, what was filled in and the steps, to whoever decides', async () => {
    const taskId = await parked(portal, 'one', {
      name: 'x',
      level: 'r',
      key: 'hidden',
    });
    const run = await told(taskId, 'bob');
    expect(run).toMatchObject({
      state: 'waiting',
      link: `/create/tasks/${taskId}`,
      template: {
        ref: 'template:default/one',
        title: 'Template one',
        owner: 'group:default/platform',
      },
      parameters: [
        { title: 'What is it called', value: 'x' },
        { title: 'level', value: 'Read only' },
      ],
      steps: [
        { id: 'before', status: 'done', isGate: false },
        { id: 'approval', status: 'waiting', isGate: true },
        { id: 'make', status: 'next', isGate: false },
      ],
      canResume: false,
    });
    const own = await told(taskId);
    expect(own.again).toMatch(/^\/create\/templates\/default\/one\?formData=/);
    expect(JSON.stringify([run, own])).not.toContain('hidden');
  });

  it('lets the requester resume once it is approved, nobody else, and tells how it ends', async () => {
    const taskId = await parked(portal, 'fails');
    expect((await told(taskId)).canResume).toBe(false);
    await portal.decide(taskId);
    expect((await told(taskId)).canResume).toBe(true);
    expect((await told(taskId, 'bob')).canResume).toBe(false);
    await goesOn(portal, taskId);
    expect(await told(taskId)).toMatchObject({
      state: 'failed',
      message: 'It did not work',
      canResume: false,
    });
    expect(await goesOn(portal, taskId)).toEqual(DONE);
    expect((await told(taskId)).state).toBe('done');
  });

  it('still tells of a run whose template was removed, but not what was filled in', async () => {
    portal.add(template('gone', [gate(), make()], { parameters: form }));
    const taskId = await parked(portal, 'gone', {
      name: 'x',
      key: 'Tr0ub4dor',
    });
    portal.remove('gone');
    await portal.decide(taskId);
    const run = await told(taskId);
    expect(run).toMatchObject({
      template: { ref: 'template:default/gone', title: 'Template gone' },
      parameters: [],
      steps: [{ id: 'approval' }, { id: 'make' }],
    });
    expect(JSON.stringify(run)).not.toContain('Tr0ub4dor');
    expect(run.again).toBeUndefined();
    expect(await portal.retry(taskId)).toBe(404);
  });

  it('tells that it was cancelled while it waited', async () => {
    const taskId = await parked(portal, 'one');
    expect(await portal.cancel(taskId)).toBe(200);
    expect((await told(taskId)).state).toBe('cancelled');
  });

  it('tells what it needs again', async () => {
    const secrets = { password: 'Correct-Horse-7' };
    const taskId = await parked(portal, 'one', { name: 'x' }, { secrets });
    await portal.decide(taskId);
    await goesOn(portal, taskId);
    expect(await told(taskId)).toMatchObject({
      state: 'waiting',
      secrets: ['password'],
      message: expect.stringContaining('secrets'),
      canResume: true,
    });
  });
});
