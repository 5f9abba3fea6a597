import { everyDatabase, startPortal } from './__testUtils__/portal';
import {
  activate,
  ask,
  codeOf,
  policy,
  present,
  seat,
  settled,
  verified,
} from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';

const user = (name: string) => `user:default/${name}`;

describe.each(everyDatabase)('a long way to a yes on %s', database => {
  let portal: Portal;
  let id: string;

  const request = () => settled(portal, id);
  const decide = async (
    who: string,
    decision: 'approve' | 'reject' | 'abstain' | 'request_changes',
    options: { comment?: string; seatOf?: string } = {},
  ) => {
    const { comment, seatOf = who } = options;
    return portal.as(who).decideTask({
      params: { id: seat(await request(), seatOf) },
      body: { decision, comment },
    });
  };

  beforeAll(async () => {
    portal = await startPortal({ database });
    await activate(
      portal,
      policy(
        'long',
        {
          name: 'Platform',
          quorum: { mode: 'count', value: 2 },
          rejections: 2,
        },
        {
          name: 'Everybody',
          quorum: { mode: 'all' },
          approvers: [
            { type: 'user', user: user('frank') },
            { type: 'user', user: user('bob') },
          ],
        },
      ),
    );
    const asked = await portal
      .as('alice')
      .createRequest({ body: { ...ask('long'), context: { size: 1 } } });
    id = asked.id;
  }, 60_000);

  it('starts with the first stage; the second one waits', async () => {
    expect(await request()).toMatchObject({
      status: 'in_review',
      stages: [
        { status: 'active', need: 2, approved: 0, tasks: { length: 3 } },
        { status: 'waiting', tasks: [] },
      ],
    });
  });

  it('survives one rejection where two are needed', async () => {
    const { request: after } = await decide('bob', 'reject');
    expect(after.status).toBe('in_review');
    expect(present(await request())[0]).toMatchObject({
      status: 'active',
      approved: 0,
      lack: { people: 2, lacking: 0 },
    });
  });

  it('ends the round when changes are asked for, and needs a comment for it', async () => {
    expect(await codeOf(decide('carol', 'request_changes'))).toBe(
      'COMMENT_REQUIRED',
    );
    const { request: after } = await decide('carol', 'request_changes', {
      comment: 'Make it smaller',
    });
    expect(after).toEqual({ id, status: 'changes_requested', round: 1 });
    const { stages } = await request();
    expect(stages).toMatchObject([
      { status: 'closed', reason: 'changes_requested' },
      { status: 'closed', reason: 'changes_requested' },
    ]);
    expect(
      stages[0].tasks.map(({ person, status }) => [person, status]).sort(),
    ).toEqual([
      [user('bob'), 'decided'],
      [user('carol'), 'decided'],
      [user('dave'), 'released'],
    ]);
  });

  it('starts again from the first stage when it is resubmitted', async () => {
    const before = await request();
    const resubmitted = await portal.as('alice').resubmitRequest({
      params: { id },
      body: { context: { size: 0 }, comment: 'Smaller now' },
    });
    expect(resubmitted).toMatchObject({
      status: 'in_review',
      round: 2,
      context: { size: 0 },
      rounds: [
        { round: 1, context: { size: 1 }, digest: before.digest },
        { round: 2, comment: 'Smaller now', submittedBy: user('alice') },
      ],
    });
    expect(resubmitted.digest).not.toBe(before.digest);
    const after = await request();
    expect(after.stages.length).toBe(4);
    expect(present(after)[0]).toMatchObject({ status: 'active', need: 2 });
  });

  it('lets somebody hand their seat on', async () => {
    const daves = seat(await request(), 'dave');
    const franks = await portal.as('dave').reassignTask({
      params: { id: daves },
      body: { person: 'frank', reason: 'On holiday' },
    });
    expect(franks).toMatchObject({
      person: user('frank'),
      status: 'open',
      replaces: daves,
      origin: 'rule',
      rules: [0],
    });
    expect(
      await portal.as('dave').getTask({ params: { id: daves } }),
    ).toMatchObject({ status: 'reassigned' });
    expect(
      await codeOf(
        portal.as('dave').decideTask({
          params: { id: daves },
          body: { decision: 'approve' },
        }),
      ),
    ).toBe('TASK_ENDED');
  });

  it('lets a delegate decide, and says for whom', async () => {
    await portal.as('carol').createDelegation({
      body: {
        delegate: 'vera',
        start: new Date().toISOString(),
        end: new Date(Date.now() + 3_600_000).toISOString(),
        policyKeys: ['long'],
      },
    });
    const { items } = await portal.as('vera').listTasks({});
    expect(items).toMatchObject([
      { person: user('carol'), actingFor: user('carol') },
    ]);
    const { viewer } = await portal.as('vera').getRequest({ params: { id } });
    expect(viewer).toMatchObject({
      parts: ['delegate'],
      actions: { approve: { allowed: true, onBehalfOf: user('carol') } },
    });

    await decide('bob', 'approve');
    await decide('frank', 'reject', { comment: 'Not yet' });
    expect(present(await request())[0].status).toBe('active');
    const { task } = await decide('vera', 'approve', { seatOf: 'carol' });
    expect(task).toMatchObject({
      person: user('carol'),
      decision: { by: user('vera'), onBehalfOf: user('carol') },
    });
    expect(present(await request())).toMatchObject([
      { status: 'approved', approved: 2 },
      { status: 'active', need: 2, tasks: { length: 2 } },
    ]);
  });

  it('is approved when an abstention leaves nobody to wait for', async () => {
    await decide('frank', 'approve');
    expect(present(await request())[1]).toMatchObject({ status: 'active' });
    const { request: after } = await decide('bob', 'abstain');
    expect(after.status).toBe('approved');
    expect(await request()).toMatchObject({
      status: 'approved',
      round: 2,
    });
  });

  it('answers the same decision again with the first one, another with a refusal', async () => {
    const { stages } = await request();
    const [bobs] = stages[3].tasks.filter(({ person }) =>
      person.includes('bob'),
    );
    const again = (decision: string) =>
      portal.send('bob', 'POST', `/tasks/${bobs.id}/decision`, { decision });
    expect(await again('abstain')).toMatchObject({
      status: 200,
      body: { task: { decision: { decision: 'abstain' } } },
    });
    expect(await again('approve')).toMatchObject({
      status: 409,
      body: { error: { code: 'ALREADY_DECIDED' } },
    });
  });

  it('is told by its history, line by line', async () => {
    const { items } = await portal
      .as('alice')
      .listRequestEvents({ params: { id } });
    expect(items.map(({ type }) => type)).toEqual([
      'request.created',
      'stage.resolving',
      'stage.started',
      'task.decided',
      'task.decided',
      'stage.closed',
      'stage.closed',
      'request.changes_requested',
      'request.resubmitted',
      'stage.resolving',
      'stage.started',
      'task.reassigned',
      'task.decided',
      'task.decided',
      'task.decided',
      'stage.approved',
      'stage.resolving',
      'stage.started',
      'task.decided',
      'task.decided',
      'stage.approved',
      'request.approved',
    ]);
    expect(items.flatMap(({ text }) => text ?? [])).toEqual([
      'Make it smaller',
      'Smaller now',
      'On holiday',
      'Not yet',
    ]);
    await verified(portal);
  });
});
