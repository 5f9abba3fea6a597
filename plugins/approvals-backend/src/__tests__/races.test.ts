import { ApprovalsError } from '@countersign/backstage-plugin-approvals-common';
import { atOnce, counted, each } from './__testUtils__/atOnce';
import { crowd } from './__testUtils__/people';
import { hasPostgres, startPortal } from './__testUtils__/portal';
import {
  activate,
  ask,
  asked,
  codeOf,
  policy,
  seat,
  settled,
  verified,
} from './__testUtils__/stories';
import { Portal } from './__testUtils__/wire';

const user = (name: string) => `user:default/${name}`;
const byUser = (name: string) => [{ type: 'user', user: user(name) }];

(hasPostgres ? describe : describe.skip)('at the same moment', () => {
  let portal: Portal;

  const decide = (who: string, taskId: string) =>
    portal.as(who).decideTask({
      params: { id: taskId },
      body: { decision: 'approve' },
    });

  /** Requests under a policy, the people of each of them known. */
  const manyAsked = async (policyKey: string) => {
    const made = await each(Array.from({ length: 200 }), () =>
      portal.as('alice').createRequest({ body: ask(policyKey) }),
    );
    return each(made, ({ id }) => settled(portal, id));
  };

  beforeAll(async () => {
    portal = await startPortal({ database: 'POSTGRES_18' });
    await activate(
      portal,
      policy('crowd', {
        quorum: { mode: 'count', value: crowd.length },
        approvers: [{ type: 'group', group: 'group:default/crowd' }],
      }),
    );
    await activate(portal, policy('bob', { approvers: byUser('bob') }));
    await activate(
      portal,
      policy(
        'parallel',
        { parallelGroup: 1, approvers: byUser('bob') },
        { parallelGroup: 1, approvers: byUser('carol') },
      ),
    );
    await activate(portal, { ...policy('single'), oneOpenPerSubject: true });
  }, 60_000);

  afterAll(async () => {
    await verified(portal);
  }, 60_000);

  it('fifty people approve a stage that needs all fifty', async () => {
    const request = await asked(portal, 'crowd');
    const answers = await Promise.all(
      crowd.map(name => decide(name, seat(request, name))),
    );
    expect(counted(answers.map(({ request: { status } }) => status))).toEqual({
      in_review: crowd.length - 1,
      approved: 1,
    });
    const params = { id: request.id };
    expect(await portal.as('erin').getRequest({ params })).toMatchObject({
      status: 'approved',
      stages: [{ status: 'approved', approved: crowd.length }],
    });
  }, 60_000);

  it('the same decision arrives twenty times, and counts once', async () => {
    const request = await asked(portal, 'bob');
    const path = `/tasks/${seat(request, 'bob')}/decision`;
    const answers = await atOnce(20, () =>
      portal.send('bob', 'POST', path, { decision: 'approve' }),
    );
    expect(counted(answers.map(({ status }) => status))).toEqual({
      200: 19,
      201: 1,
    });
    const events = await portal
      .as('alice')
      .listRequestEvents({ params: { id: request.id } });
    expect(
      events.items.filter(({ type }) => type === 'task.decided').length,
    ).toBe(1);
  }, 60_000);

  it('an administrator cancels while the last approval arrives: one of them wins', async () => {
    const requests = await manyAsked('bob');
    const outcomes = await each(requests, async request => {
      const params = { id: request.id };
      const [approval, cancellation] = await Promise.all([
        codeOf(decide('bob', seat(request, 'bob'))),
        codeOf(
          portal
            .as('erin')
            .cancelRequest({ params, body: { reason: 'No more' } }),
        ),
      ]);
      const { status } = await portal.as('alice').getRequest({ params });
      return `${approval}, ${cancellation}: ${status}`;
    });
    const { 'ok, REQUEST_ENDED: approved': yes = 0, ...rest } =
      counted(outcomes);
    const { 'REQUEST_ENDED, ok: cancelled': no = 0, ...others } = rest;
    expect(others).toEqual({});
    expect(yes + no).toBe(200);
  }, 120_000);

  it('two people approve parallel stages: the request is approved once', async () => {
    const requests = await manyAsked('parallel');
    const outcomes = await each(requests, async request => {
      const answers = await Promise.all([
        decide('bob', seat(request, 'bob', 0)),
        decide('carol', seat(request, 'carol', 1)),
      ]);
      const said = answers.map(answer => answer.request.status).sort();
      const params = { id: request.id };
      const { status, stages } = await portal
        .as('alice')
        .getRequest({ params });
      return [...said, status, ...stages.map(stage => stage.status)].join();
    });
    expect(counted(outcomes)).toEqual({
      'approved,in_review,approved,approved,approved': 200,
    });
  }, 120_000);

  it('delegations for the same time are made: one of them is', async () => {
    const dave = portal.as('dave');
    const day = (number: number) => new Date(Date.UTC(2040, 0, number));
    for (let number = 1; number <= 10; number++) {
      const start = day(number).toISOString();
      const end = day(number + 1).toISOString();
      const body = { delegate: 'frank', start, end };
      const codes = await atOnce(10, () =>
        codeOf(dave.createDelegation({ body })),
      );
      expect(counted(codes)).toEqual({ ok: 1, DELEGATION_OVERLAP: 9 });
    }
  }, 60_000);

  it('versions of a policy are activated: one is in force', async () => {
    const erin = portal.as('erin');
    await erin.createPolicy({ body: { definition: policy('contested') } });
    for (let version = 2; version <= 10; version++) {
      await erin.createPolicyVersion({
        params: { key: 'contested' },
        body: { from: 1 },
      });
    }
    await atOnce(10, turn =>
      erin.activatePolicyVersion({
        params: { key: 'contested', version: turn + 1 },
        body: {},
      }),
    );
    const { items } = await erin.listPolicyVersions({
      params: { key: 'contested' },
    });
    expect(counted(items.map(({ status }) => status))).toEqual({
      active: 1,
      archived: 9,
    });
    expect(
      (await erin.getPolicy({ params: { key: 'contested' } })).activeVersion,
    ).toBe(items.find(({ status }) => status === 'active')?.version);
  }, 60_000);

  it('something that runs asks twenty times: there is one request', async () => {
    const body = {
      ...ask('bob'),
      requester: user('alice'),
      execution: { kind: 'job', id: 'run-1' },
    };
    const answers = await atOnce(20, () =>
      portal.send({ service: 'runner' }, 'POST', '/requests', body),
    );
    expect(counted(answers.map(({ status }) => status))).toEqual({
      200: 19,
      201: 1,
    });
    expect(new Set(answers.map(answer => answer.body.id)).size).toBe(1);
  }, 60_000);

  it('twenty runs want the pass of one approval: one gets it', async () => {
    const runner = portal.as({ service: 'runner' });
    const { id, digest } = await runner.createRequest({
      body: {
        ...ask('bob'),
        requester: user('alice'),
        execution: { kind: 'job', id: 'run-2' },
      },
    });
    await asked(portal, 'bob');
    const { items } = await portal.as('bob').listTasks({});
    const task = items.find(({ requestId }) => requestId === id)!;
    await decide('bob', task.id);
    const codes = await atOnce(20, turn =>
      codeOf(
        runner.consumePass({
          params: { id },
          body: { consumer: `run-${turn}`, policyKey: 'bob', digest },
        }),
      ),
    );
    expect(counted(codes)).toEqual({ ok: 1, PASS_CONSUMED: 19 });
  }, 60_000);

  it('twenty ask for a subject that may be open once: one is, and the others are told which', async () => {
    const body = ask('single');
    const answers = await atOnce(20, () =>
      portal
        .as('alice')
        .createRequest({ body })
        .catch((error: ApprovalsError) => error),
    );
    const refusals = answers.filter(answer => answer instanceof ApprovalsError);
    const [made, ...more] = answers.filter(answer => 'id' in answer);
    expect(more).toEqual([]);
    expect(counted(refusals.map(({ code }) => code))).toEqual({
      ALREADY_OPEN: 19,
    });
    expect(refusals.map(refusal => refusal.body)).toEqual(
      refusals.map(() =>
        expect.objectContaining({
          error: expect.objectContaining({ details: { requestId: made.id } }),
        }),
      ),
    );
  }, 60_000);
});
