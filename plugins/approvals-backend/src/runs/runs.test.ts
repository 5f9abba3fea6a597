import { startTestBackend } from '@backstage/backend-test-utils';
import {
  AboutToDo,
  ApprovalRefused,
  verifyApproval,
} from '@countersign/backstage-plugin-approvals-node';
import { ExecutorDouble } from '@countersign/backstage-plugin-approvals-node/testUtils';
import { Knex } from 'knex';
import { portalFeatures } from '../__tests__/__testUtils__/features';
import {
  emptyDatabase,
  everyDatabase,
} from '../__tests__/__testUtils__/portal';
import {
  ask,
  asked,
  codeOf,
  seat,
  until,
} from '../__tests__/__testUtils__/stories';
import { Portal, portalAt } from '../__tests__/__testUtils__/wire';
import {
  activateGates,
  decided,
  parked,
  SCAFFOLDER,
} from './__testUtils__/gate';

describe.each(everyDatabase)('what runs after an approval, on %s', database => {
  const executor = new ExecutorDouble();
  let knex: Knex;
  let portal: Portal;

  beforeAll(async () => {
    knex = await emptyDatabase(database);
    const { server } = await startTestBackend({
      features: portalFeatures(knex, { executors: [executor] }),
    });
    portal = portalAt(Number(server.port()));
    await activateGates(portal);
  }, 60_000);

  const runOf = (id: string, who: string = 'alice') =>
    portal.as(who).getRequestRun({ params: { id } });

  it('is asked for by its executor only, whatever others may', async () => {
    const body = {
      ...ask('gate'),
      requester: 'alice',
      execution: { kind: 'scaffolder', id: 'mine' },
    };
    const tryAs = (who: Parameters<Portal['as']>[0], more: object = {}) =>
      codeOf(portal.as(who).createRequest({ body: { ...body, ...more } }));
    expect(await tryAs({ service: 'runner' })).toBe('NOT_ALLOWED');
    expect(await tryAs({ plugin: 'other' })).toBe('NOT_ALLOWED');
    expect(await tryAs('erin', { requester: undefined })).toBe('NOT_ALLOWED');
    expect(
      await tryAs(
        { person: 'alice', actor: 'plugin:scaffolder' },
        { requester: undefined },
      ),
    ).toBe('NOT_ALLOWED');
    expect(await tryAs(SCAFFOLDER)).toBe('ok');
    // Others of its kind keep to the permission.
    expect(
      await tryAs(
        { service: 'runner' },
        { execution: { kind: 'job', id: 'mine' } },
      ),
    ).toBe('ok');
  });

  it('uses its pass by the same rule, for the requester only', async () => {
    const request = await parked(portal, 'gate');
    await decided(portal, request);
    const { id, digest } = request;
    expect(request.resumeAs).toBe('requester');
    const use = (who: Parameters<Portal['as']>[0], initiator?: string) =>
      codeOf(
        portal.as(who).consumePass({
          params: { id },
          body: { consumer: 'task', policyKey: 'gate', digest, initiator },
        }),
      );
    expect(await use('erin', 'alice')).toBe('NOT_ALLOWED');
    expect(await use({ service: 'runner' }, 'alice')).toBe('NOT_FOUND');
    expect(await use(SCAFFOLDER)).toBe('NOT_ALLOWED');
    expect(await use(SCAFFOLDER, 'bob')).toBe('NOT_ALLOWED');
    expect(await use(SCAFFOLDER, 'User:default/Alice')).toBe('ok');
    expect(await use(SCAFFOLDER, 'bob')).toBe('NOT_ALLOWED');
    const faulty = await portal.send(
      SCAFFOLDER,
      'POST',
      `/requests/${id}/passes/consume`,
      { consumer: 'task', policyKey: 'gate', digest, initiator: 'a:b:c' },
    );
    expect(faulty.body.error?.issues).toEqual([
      { path: '/initiator', message: expect.any(String) },
    ]);
    const { items } = await portal
      .as('erin')
      .listRequestEvents({ params: { id }, query: { limit: '100' } });
    expect(items.find(({ type }) => type === 'pass.consumed')?.payload).toEqual(
      { consumer: 'task', initiator: 'user:default/alice' },
    );
  });

  it('keeps to its executor also in a backend that was started without it', async () => {
    const request = await parked(portal, 'alone');
    await decided(portal, request);
    const { server } = await startTestBackend({
      features: portalFeatures(knex),
    });
    const other = portalAt(Number(server.port()));
    const { id, digest } = request;
    const use = (who: Parameters<Portal['as']>[0]) =>
      codeOf(
        other.as(who).consumePass({
          params: { id },
          body: { consumer: 'task', policyKey: 'alone', digest },
        }),
      );
    expect(await use('erin')).toBe('NOT_ALLOWED');
    expect(await use({ service: 'runner' })).toBe('NOT_FOUND');
    expect(await use(SCAFFOLDER)).toBe('ok');
    const shown = await other.as('alice').getRequest({ params: { id } });
    expect(shown.run).toBeUndefined();
  }, 20_000);

  it('has its approval verified by whatever it is about to do', async () => {
    const request = await parked(portal, 'gate');
    const { id: requestId, execution, subject, digest } = request;
    const verify = (initiator: string, about: AboutToDo = {}) =>
      verifyApproval({
        client: portal.as(SCAFFOLDER),
        requestId,
        run: {
          kind: 'scaffolder',
          idPrefix: `${execution!.id.split('/')[0]}/`,
          initiator,
        },
        about: { policyKey: 'gate', subject, context: {}, ...about },
      }).catch((error: ApprovalRefused) => error.reason);
    expect(await verify('user:default/alice')).toBe('not_approved');
    await decided(portal, request);
    expect(await verify('user:default/bob')).toBe('other_person');
    expect(await verify('user:default/alice', { context: { a: 1 } })).toBe(
      'other_thing',
    );
    const approval = { requestId, digest, approvers: ['user:default/bob'] };
    expect(await verify('user:default/alice')).toMatchObject(approval);
    expect(await verify('user:default/alice')).toMatchObject(approval);
    expect(await verify('user:default/bob')).toBe('other_person');
  });

  it('is shown with its request, in the list, and as its executor describes it', async () => {
    const { id } = await parked(portal, 'gate', {
      id: 'shown/gate/key',
      secrets: ['token', 'token', 'key'],
    });
    const brief = {
      state: 'waiting',
      at: expect.any(String),
      link: '/create/tasks/shown/gate/key',
    };
    const alice = portal.as('alice');
    expect((await alice.getRequest({ params: { id } })).run).toEqual(brief);
    const { items } = await alice.listRequests({});
    expect(items.find(item => item.id === id)?.run).toEqual(brief);
    expect(await runOf(id)).toEqual({
      ...brief,
      kind: 'scaffolder',
      id: 'shown/gate/key',
      parameters: [{ title: 'Name', value: 'shown/gate/key' }],
      steps: [],
      secrets: ['token', 'key'],
      twins: [],
      canResume: false,
    });
  });

  it('is started again by whoever asked: others do not learn what was filled in', async () => {
    const { id, execution } = await parked(portal, 'gate');
    const again = '/create/templates/default/x?formData=%7B%7D';
    executor.details.set(execution!.id, { again });
    expect((await runOf(id)).again).toBe(again);
    expect(await runOf(id, 'bob')).not.toHaveProperty('again');
    expect(await runOf(id, 'erin')).not.toHaveProperty('again');
  });

  it('is shown whatever signs are in what it says of itself', async () => {
    const { id, execution } = await parked(portal, 'gate');
    executor.runs.set(execution!.id, {
      state: 'failed',
      message: 'a\u0000b\nc',
    });
    expect(await runOf(id)).toMatchObject({
      state: 'failed',
      message: 'a b c',
    });
  });

  it('costs nothing where nothing runs', async () => {
    const sent: string[] = [];
    const listen = ({ sql }: { sql: string }) => sent.push(sql);
    knex.on('query', listen);
    const plain = await asked(portal, 'gate');
    await decided(portal, plain);
    await portal.as('alice').listRequests({ query: { q: plain.subject.id } });
    const published = () =>
      knex('outbox').where({
        stream: `request:${plain.id}`,
        kind: 'history.publish',
        done_at: null,
      });
    await until('it is published', async () =>
      (await published()).length === 0 ? true : undefined,
    );
    knex.removeListener('query', listen);
    expect(sent.length).toBeGreaterThan(5);
    expect(sent.filter(sql => /\bruns\b/.test(sql))).toEqual([]);
  });

  it('is nowhere, where nothing runs or nobody knows what', async () => {
    const plain = await asked(portal, 'gate');
    expect(plain.run).toBeUndefined();
    expect(await codeOf(runOf(plain.id))).toBe('NOT_FOUND');
    const job = await portal.as({ service: 'runner' }).createRequest({
      body: {
        ...ask('gate'),
        requester: 'alice',
        execution: { kind: 'job', id: 'unknown' },
      },
    });
    expect(job.run).toBeUndefined();
    expect(await codeOf(runOf(job.id))).toBe('NOT_FOUND');
    const { items } = await portal.as('alice').listRequests({});
    expect(items.find(({ id }) => id === job.id)?.run).toBeUndefined();
  });

  it('is not there for who may not see its request', async () => {
    const { id } = await parked(portal, 'gate');
    expect(await codeOf(runOf(id, 'frank'))).toBe('NOT_FOUND');
    expect((await runOf(id, 'bob')).state).toBe('waiting');
    expect(await codeOf(runOf('0'.repeat(8)))).toBe('NOT_FOUND');
  });

  it.each([
    ['says nothing', new Error('away')],
    ['is slow', undefined],
  ])(
    'is as it was last seen while its executor %s',
    async (_, fault) => {
      const { id, execution } = await parked(portal, 'gate');
      const { id: executionId } = execution!;
      if (fault) {
        executor.runs.set(executionId, fault);
        executor.details.set(executionId, fault);
      } else {
        executor.look = async given =>
          given.id === executionId
            ? new Promise(() => {})
            : ExecutorDouble.prototype.look.call(executor, given);
      }
      expect(await runOf(id)).toMatchObject({
        state: 'waiting',
        message: expect.stringContaining('last seen'),
        link: `/create/tasks/${executionId}`,
        canResume: false,
      });
    },
    20_000,
  );

  it('is asked once, and shown also while only its details cannot be told', async () => {
    const { id, execution } = await parked(portal, 'gate');
    const described = jest
      .spyOn(executor, 'describe')
      .mockResolvedValueOnce({ seen: { state: 'failed', message: 'No room' } });
    const looked = jest.spyOn(executor, 'look');
    expect(await runOf(id)).toMatchObject({
      state: 'failed',
      message: 'No room',
      link: `/create/tasks/${execution!.id}`,
    });
    expect(described).toHaveBeenCalledTimes(1);
    expect(looked).not.toHaveBeenCalled();
    described.mockRestore();
    looked.mockRestore();
  });

  it('names other requests for the same, as far as the caller sees them', async () => {
    const one = await parked(portal, 'gate', { subjectId: 'twin' });
    const other = await parked(portal, 'gate', { subjectId: 'twin' });
    await parked(portal, 'alone', { subjectId: 'twin' });
    expect((await runOf(one.id)).twins).toEqual([
      { id: other.id, status: 'in_review' },
    ]);
    expect((await runOf(other.id, 'bob')).twins).toEqual([
      { id: one.id, status: 'in_review' },
    ]);
    await portal.as('bob').reassignTask({
      params: { id: seat(one, 'bob') },
      body: { person: 'carol' },
    });
    expect((await runOf(one.id, 'carol')).twins).toEqual([]);
  });

  it('went around nothing when it was approved while it was looked at', async () => {
    const request = await parked(portal, 'gate');
    const { id, digest, execution } = request;
    const { look } = executor;
    executor.look = async given => {
      if (given.id !== execution!.id) {
        return look.call(executor, given);
      }
      await decided(portal, request);
      await portal.as(SCAFFOLDER).consumePass({
        params: { id },
        body: {
          ...{ consumer: given.id, policyKey: 'gate', digest },
          initiator: 'alice',
        },
      });
      return { state: 'waiting', isPast: true };
    };
    expect((await runOf(id)).state).toBe('waiting');
    executor.look = look;
  });

  it('may be let go on by the requester, once it is approved and as long as it waits', async () => {
    const request = await parked(portal, 'gate');
    const { id } = request;
    const canResume = async (who: string) => (await runOf(id, who)).canResume;
    expect(await canResume('alice')).toBe(false);
    await decided(portal, request);
    expect(await canResume('alice')).toBe(true);
    expect(await canResume('bob')).toBe(false);
    const asAgent = { person: 'alice', actor: 'plugin:other' };
    const agent = await portal.as(asAgent).getRequestRun({ params: { id } });
    expect(agent.canResume).toBe(false);
    executor.runs.set(request.execution!.id, { state: 'running' });
    expect(await canResume('alice')).toBe(false);
  });

  it('may be let go on after a refusal where it knows what to do then', async () => {
    const [stops, goesOn] = [
      await parked(portal, 'gate'),
      await parked(portal, 'gate'),
    ];
    executor.runs.set(goesOn.execution!.id, {
      state: 'waiting',
      goesOnWhenRejected: true,
    });
    await decided(portal, stops, 'reject');
    await decided(portal, goesOn, 'reject');
    expect((await runOf(stops.id)).canResume).toBe(false);
    expect((await runOf(goesOn.id)).canResume).toBe(true);
  });

  describe('tells lists and the request who lets it go on:', () => {
    /** What the list says, once the request says it is so. */
    const listed = async (id: string, who: string) => {
      const alice = portal.as('alice');
      await until(`the run of '${id}' waits for '${who}'`, async () => {
        const { run } = await alice.getRequest({ params: { id } });
        return (run?.waitsFor ?? 'nobody') === who ? true : undefined;
      });
      const { items } = await alice.listRequests({ query: { limit: '100' } });
      return items.find(one => one.id === id)?.run?.waitsFor ?? 'nobody';
    };

    it('nobody before it is approved, whoever asked then, and nobody once that is over', async () => {
      const request = await parked(portal, 'gate');
      const { id } = request;
      expect(await listed(id, 'nobody')).toBe('nobody');
      await decided(portal, request);
      expect(await listed(id, 'requester')).toBe('requester');
      await portal.as('bob').revokePass({
        params: { id },
        body: { reason: 'A mistake' },
      });
      expect(await listed(id, 'nobody')).toBe('nobody');
    });

    it('whoever asked where it has secrets, whatever the policy lets a service do', async () => {
      const request = await parked(portal, 'alone', { secrets: ['token'] });
      await decided(portal, request);
      expect(await listed(request.id, 'requester')).toBe('requester');
    });

    it('a service where the policy lets one, as long as it tries', async () => {
      const request = await parked(portal, 'alone');
      executor.runs.set(request.execution!.id, new Error('away'));
      await decided(portal, request);
      expect(await listed(request.id, 'service')).toBe('service');
    });

    it('whoever asked also after a refusal, where it goes on knowing of it', async () => {
      const [stops, goesOn] = [
        await parked(portal, 'gate'),
        await parked(portal, 'gate'),
      ];
      executor.runs.set(goesOn.execution!.id, {
        state: 'waiting',
        goesOnWhenRejected: true,
      });
      await decided(portal, stops, 'reject');
      await decided(portal, goesOn, 'reject');
      // A backend without its executor may have heard of the end.
      await runOf(goesOn.id);
      expect(await listed(goesOn.id, 'requester')).toBe('requester');
      expect(await listed(stops.id, 'nobody')).toBe('nobody');
    });
  });
});
