import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { DueWorld } from './__testUtils__/dueWorld';

jest.setTimeout(60_000);

describe.each(everyDatabase)('what expires on %s', databaseId => {
  let world: DueWorld;

  const start = async (...parts: Parameters<typeof DueWorld.create>) => {
    world = await DueWorld.create(...parts);
    world.addWorker();
    return world;
  };

  afterEach(() => world.stop());

  describe('rounds', () => {
    it.each<[string, boolean]>([
      ['in review', false],
      ['waiting for changes', true],
    ])(
      'that are %s for too long expire, each by its own time',
      async (_, isAwaiting) => {
        await start(databaseId, [{}], { requestTtl: 'P2D' });
        const id = await world.asked();
        const changes = async (stage: number) => {
          const { stages } = await world.requests.state(id);
          const taskId = stages[stage].tasks[0].id;
          await world.requests.act(
            id,
            'bob',
            { type: 'decide', taskId, decision: 'request_changes' },
            'Not yet',
          );
        };
        await world.after(47);
        await changes(0);
        await world.requests.act(id, 'alice', {
          type: 'resubmit',
          digest: 'd'.repeat(64),
        });
        await world.worked();
        if (isAwaiting) {
          await changes(1);
        }
        // The first round's timer comes, and is nothing to the second round.
        await world.after(47.9);
        expect((await world.requests.state(id)).status).toBe(
          isAwaiting ? 'changes_requested' : 'in_review',
        );
        await world.after(0.1);
        expect(await world.requests.state(id)).toMatchObject({
          status: 'expired',
          round: 2,
        });
        await world.after(-100);
        await world.redeliver('request.expiry');
        const story = await world.requests.story(id);
        expect(story.filter(type => type === 'request.expired')).toHaveLength(
          1,
        );
        await world.requests.verified();
      },
    );

    it('that were decided in time do not expire', async () => {
      await start(databaseId, [{}], { requestTtl: 'P2D' });
      const id = await world.asked();
      await world.requests.decide(id, 'bob');
      await world.requests.decide(id, 'carol');
      await world.after(48);
      expect((await world.requests.state(id)).status).toBe('approved');
    });
  });

  describe('approvals', () => {
    const approved = async () => {
      await start(databaseId, [{}], { approvalValidity: 'P1D' });
      const id = await world.asked('job-1');
      await world.requests.decide(id, 'bob');
      await world.requests.decide(id, 'carol');
      return id;
    };
    const consume = (id: string) =>
      world.requests.act(id, 'alice', {
        type: 'consume',
        consumer: 'job-1',
        policyKey: 'client',
        digest: 'd'.repeat(64),
      });

    it('may be acted on until their validity is over', async () => {
      const id = await approved();
      await world.after(23.9);
      expect((await world.requests.state(id)).pass?.status).toBe('open');
      await world.after(0.1);
      expect((await world.requests.state(id)).pass?.status).toBe('over');
      expect(await consume(id)).toBe('refused');
      await world.after(-10);
      await world.redeliver('pass.expiry');
      expect((await world.requests.state(id)).pass?.status).toBe('over');
    });

    it('that were acted on stay so', async () => {
      const id = await approved();
      expect(await consume(id)).toBe('stepped');
      await world.after(48);
      expect((await world.requests.state(id)).pass?.status).toBe('consumed');
    });
  });
});
