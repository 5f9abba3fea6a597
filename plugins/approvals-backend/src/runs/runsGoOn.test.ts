import { ExecutorDouble } from '@countersign/backstage-plugin-approvals-node/testUtils';
import { atOnce, counted } from '../__tests__/__testUtils__/atOnce';
import { BellPortal, startBells } from '../__tests__/__testUtils__/bells';
import { everyDatabase } from '../__tests__/__testUtils__/portal';
import { codeOf, until, verified } from '../__tests__/__testUtils__/stories';
import {
  activateGates,
  decided,
  linesOf,
  parked,
  runComesTo,
  SCAFFOLDER,
} from './__testUtils__/gate';

describe.each(everyDatabase)('runs that go on, on %s', database => {
  const executor = new ExecutorDouble();
  let portal: BellPortal;

  beforeAll(async () => {
    portal = await startBells(database, { executors: [executor] });
    await activateGates(portal);
  }, 60_000);

  afterAll(() => verified(portal));

  const typesOf = async (request: { id: string }) =>
    (await linesOf(portal, request as never)).map(({ type }) => type);

  const troubleOf = (name: string, id: string) =>
    until(`${name} is told`, async () =>
      (await portal.bellOf(name)).find(({ scope }) => scope === `run:${id}`),
    );

  it('do so at once when they are approved, where the policy lets a service', async () => {
    const request = await parked(portal, 'alone');
    const { id } = request.execution!;
    await decided(portal, request);
    const { run } = await runComesTo(portal, request, 'running');
    expect(run?.link).toBe(`/create/tasks/${id}`);
    expect(executor.resumed.filter(one => one === id)).toHaveLength(1);
    const [line] = await linesOf(portal, request);
    expect(line).toMatchObject({
      type: 'run.resumed',
      actor: 'system:runs',
      payload: {
        requestId: request.id,
        requester: 'user:default/alice',
        policyKey: 'alone',
        kind: 'scaffolder',
        execution: id,
      },
    });
    expect(line.payload).not.toHaveProperty('initiator');
  });

  it('wait for the requester otherwise, who is told so at the bell', async () => {
    const request = await parked(portal, 'gate');
    const { title } = request.subject;
    await decided(portal, request);
    expect(
      await portal.rings('alice', `decided normal Approved: ${title}`),
    ).toMatchObject({
      description:
        'Policy gate. By bob of tests. It waits for you to let it go on.',
      link: `/approvals/requests/${request.id}`,
    });
    expect(executor.resumed).not.toContain(request.execution!.id);
  });

  it('wait for the requester where they need secrets again, whatever the policy lets a service do', async () => {
    const request = await parked(portal, 'alone', { secrets: ['token'] });
    await decided(portal, request);
    await portal.rings(
      'alice',
      `decided normal Approved: ${request.subject.title}`,
    );
    const run = await portal
      .as('alice')
      .getRequestRun({ params: { id: request.id } });
    expect(run).toMatchObject({ canResume: true, secrets: ['token'] });
    expect(executor.resumed).not.toContain(request.execution!.id);
  });

  it('tell who let them go on, and how they end', async () => {
    const request = await parked(portal, 'gate');
    const { id, digest, execution } = request;
    await decided(portal, request);
    await portal.as(SCAFFOLDER).consumePass({
      params: { id },
      body: {
        consumer: execution!.id,
        policyKey: 'gate',
        digest,
        initiator: 'alice',
      },
    });
    executor.runs.set(execution!.id, { state: 'running', isPast: true });
    executor.hint(`${execution!.id.split('/')[0]}/`);
    await runComesTo(portal, request, 'running');
    executor.runs.set(execution!.id, { state: 'failed', message: 'No room' });
    executor.hint(`${execution!.id.split('/')[0]}/`);
    const { run } = await runComesTo(portal, request, 'failed');
    expect(run).toMatchObject({ message: 'No room' });
    const lines = await linesOf(portal, request);
    expect(lines.map(({ type, payload }) => [type, payload.initiator])).toEqual(
      [
        ['run.resumed', 'user:default/alice'],
        ['run.failed', undefined],
      ],
    );
    const timeline = await portal.as('alice').listRequestEvents({
      params: { id },
      query: { limit: '100' },
    });
    expect(
      timeline.items.slice(-3).map(({ stream, type }) => [stream, type]),
    ).toEqual([
      [`request:${id}`, 'pass.consumed'],
      [`run:${id}`, 'run.resumed'],
      [`run:${id}`, 'run.failed'],
    ]);
    expect(timeline.items.slice(-2)).toEqual(lines);
    const published = await until('the lines are published', async () => {
      const types = portal
        .events()
        .map(({ eventPayload }) => (eventPayload as Published).event)
        .filter(({ stream }) => stream === `run:${id}`)
        .map(({ type }) => type);
      return types.length >= 2 ? types : undefined;
    });
    expect(published).toEqual(['run.resumed', 'run.failed']);
    expect(
      portal
        .hints()
        .filter(({ changes }) =>
          changes.some(one => one.stream === `run:${id}`),
        )
        .flatMap(({ people }) => people),
    ).toContain('user:default/alice');
  });

  it('go on after a refusal where they ask to know of it, and are looked at only where not', async () => {
    const [knows, stops] = [
      await parked(portal, 'alone'),
      await parked(portal, 'alone'),
    ];
    const asks = { goesOnWhenRejected: true };
    executor.runs.set(knows.execution!.id, { state: 'waiting', ...asks });
    await decided(portal, stops, 'reject');
    await decided(portal, knows, 'reject');
    await runComesTo(portal, knows, 'running');
    executor.runs.set(knows.execution!.id, { state: 'done', ...asks });
    executor.hint(knows.execution!.id);
    await runComesTo(portal, knows, 'done');
    expect(executor.resumed).not.toContain(stops.execution!.id);
  });

  it('take their request back when they are cancelled while they wait', async () => {
    const request = await parked(portal, 'gate');
    executor.runs.set(request.execution!.id, {
      state: 'cancelled',
      message: 'Alice cancelled the task.',
    });
    executor.hint(request.execution!.id);
    const { status } = await until('it is withdrawn', async () => {
      const now = await portal
        .as('erin')
        .getRequest({ params: { id: request.id } });
      return now.status === 'in_review' ? undefined : now;
    });
    expect(status).toBe('withdrawn');
    const { items } = await portal.as('erin').listRequestEvents({
      params: { id: request.id },
      query: { limit: '100' },
    });
    expect(items.at(-1)).toMatchObject({
      type: 'request.withdrawn',
      actor: 'plugin:scaffolder',
      text: 'Alice cancelled the task.',
    });
    expect(await typesOf(request)).toEqual(['run.cancelled']);
  });

  it.each([
    ['done while it is decided', undefined, { state: 'done' as const }],
    [
      'failed behind the gate though it was refused',
      'reject' as const,
      { state: 'failed' as const, isPast: true },
    ],
  ])(
    'that went around the gate are reported: %s',
    async (_, decision, seen) => {
      const request = await parked(portal, 'gate');
      const { id } = request.execution!;
      if (decision) {
        await decided(portal, request, decision);
      }
      executor.runs.set(id, seen);
      executor.hint(id);
      await runComesTo(portal, request, 'bypassed');
      const [line] = await linesOf(portal, request);
      expect(line).toMatchObject({
        type: 'run.bypassed',
        payload: {
          status: decision ? 'rejected' : 'in_review',
          owner: 'group:default/leads',
        },
      });
      for (const name of ['erin', 'dave']) {
        expect(await troubleOf(name, request.id)).toMatchObject({
          words: 'trouble high Went on without its approval',
          link: `/approvals/requests/${request.id}`,
        });
      }
      // Nothing that comes later makes it undone.
      executor.runs.set(id, { state: 'running' });
      const later = await portal
        .as('alice')
        .getRequestRun({ params: { id: request.id } });
      expect(later).toMatchObject({ state: 'bypassed', canResume: false });
    },
  );

  it('that fail at the gate after a refusal did not go around it', async () => {
    const request = await parked(portal, 'gate');
    await decided(portal, request, 'reject');
    executor.runs.set(request.execution!.id, {
      state: 'failed',
      message: 'It was rejected',
      isPast: false,
    });
    executor.hint(request.execution!.id);
    await runComesTo(portal, request, 'failed');
    expect(await typesOf(request)).toEqual(['run.failed']);
  });

  it('are told of once, though many see it at the same moment', async () => {
    const request = await parked(portal, 'gate');
    const { id, digest, execution } = request;
    await decided(portal, request);
    const uses = await atOnce(20, turn =>
      codeOf(
        portal.as(SCAFFOLDER).consumePass({
          params: { id },
          body: {
            consumer: `task/${turn}`,
            policyKey: 'gate',
            digest,
            initiator: 'alice',
          },
        }),
      ),
    );
    expect(counted(uses)).toEqual({ ok: 1, PASS_CONSUMED: 19 });
    executor.runs.set(execution!.id, { state: 'done' });
    const seen = await atOnce(20, async () => {
      const run = await portal.as('alice').getRequestRun({ params: { id } });
      return run.state;
    });
    expect(counted(seen)).toEqual({ done: 20 });
    expect(await typesOf(request)).toEqual(['run.done']);
  });
});

type Published = { event: { stream: string; type: string } };
