import { everyDatabase, startPortal } from './__testUtils__/portal';
import { settled, until, verified } from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';

describe.each(everyDatabase)('the main job on %s', database => {
  let portal: Portal;

  beforeAll(async () => {
    portal = await startPortal({ database });
  }, 60_000);

  it('is done: a policy, a service that asks, an inbox, a yes, a proof', async () => {
    const erin = portal.as('erin');
    const alice = portal.as('alice');
    const definition = {
      key: 'demo.v1',
      name: 'Demo',
      subjectType: 'demo.artifact',
      stages: [
        {
          name: 'Review',
          quorum: { mode: 'count', value: 1 } as const,
          approvers: [{ type: 'user', user: 'user:default/alice' }],
        },
      ],
    };
    const draft = await erin.createPolicy({ body: { definition } });
    expect(draft).toMatchObject({ version: 1, status: 'draft', revision: 1 });
    const active = await erin.activatePolicyVersion({
      params: { key: 'demo.v1', version: 1 },
      body: {},
    });
    expect(active).toMatchObject({
      status: 'active',
      activatedBy: 'user:default/erin',
    });

    const asked = await portal.as({ service: 'ci' }).createRequest({
      body: {
        policyKey: 'demo.v1',
        requester: 'user:default/bob',
        subject: { type: 'demo.artifact', id: 'demo-1', title: 'Artifact 1' },
      },
      idempotencyKey: 'build-1',
    });
    expect(asked).toMatchObject({
      status: 'in_review',
      round: 1,
      requester: 'user:default/bob',
      service: 'external:ci',
      policy: { key: 'demo.v1', version: 1, name: 'Demo' },
    });

    const [task] = await until('it is in the inbox of Alice', async () => {
      const { items } = await alice.listTasks({});
      return items.length > 0 ? items : undefined;
    });
    expect(task).toMatchObject({
      person: 'user:default/alice',
      status: 'open',
      request: { subject: { id: 'demo-1' }, requester: 'user:default/bob' },
      stageState: { name: 'Review', need: 1, approved: 0, overdue: false },
    });
    expect(await alice.countTasks({})).toEqual({
      open: 1,
      overdue: 0,
      capped: false,
    });

    const decided = await alice.decideTask({
      params: { id: task.id },
      body: { decision: 'approve', comment: 'Looks right' },
    });
    expect(decided).toMatchObject({
      task: {
        status: 'decided',
        decision: {
          decision: 'approve',
          by: 'user:default/alice',
          comment: 'Looks right',
        },
      },
      request: { id: asked.id, status: 'approved', round: 1 },
    });
    expect(await alice.countTasks({})).toMatchObject({ open: 0 });

    const ended = await settled(portal, asked.id, 'bob');
    expect(ended).toMatchObject({
      status: 'approved',
      digest: asked.digest,
      stages: [{ status: 'approved', approved: 1, missing: [] }],
    });
    expect(ended.completedAt).toBeDefined();

    const { items } = await portal
      .as('bob')
      .listRequestEvents({ params: { id: asked.id } });
    expect(items.map(({ type }) => type)).toEqual([
      'request.created',
      'stage.resolving',
      'stage.started',
      'task.decided',
      'stage.approved',
      'request.approved',
    ]);
    expect(items.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(items[3]).toMatchObject({
      actor: 'user:default/alice',
      text: 'Looks right',
    });
    await verified(portal);
  });
});
