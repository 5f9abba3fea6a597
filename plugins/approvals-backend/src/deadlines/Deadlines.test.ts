import { DeadlineDefinition } from '@countersign/backstage-plugin-approvals-common';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { DueWorld } from './__testUtils__/dueWorld';

jest.setTimeout(60_000);

const BOB = 'user:default/bob';
const CAROL = 'user:default/carol';

/** More often than effects are tried by default. */
const MANY_TRIES = 14;

const TO_LEADS = {
  onBreach: 'escalate' as const,
  escalateTo: [{ type: 'group', group: 'leads' }],
};

describe.each(everyDatabase)('due times on %s', databaseId => {
  let world: DueWorld;

  const start = async (...parts: Parameters<typeof DueWorld.create>) => {
    world = await DueWorld.create(...parts);
    world.addWorker();
    return world;
  };

  const withDeadline = (deadline: Partial<DeadlineDefinition>) =>
    start(databaseId, [
      { deadline: { after: 'PT4H', onBreach: 'notify', ...deadline } },
    ]);

  afterEach(() => world.stop());

  describe('reminders', () => {
    it('go to each open seat once, however the clock is set and however often the timer comes', async () => {
      await withDeadline({ remindBefore: 'PT1H' });
      const id = await world.asked();
      await world.requests.decide(id, 'bob');
      await world.after(2);
      expect(await world.story(id)).toEqual(['task.decided']);

      await world.after(1);
      expect(await world.told(id, 'stage.reminded')).toEqual([
        { round: 1, stage: 0, people: [CAROL] },
      ]);
      for (const hours of [-2, 1, 1, -24, 24]) {
        await world.after(hours);
        await world.redeliver('stage.reminder');
      }
      expect(await world.story(id)).toEqual(['task.decided', 'stage.reminded']);
      await world.requests.verified();
    });

    it('come again in the next round, and a late one of the last round does nothing', async () => {
      await withDeadline({ remindBefore: 'PT1H' });
      const id = await world.asked();
      await world.after(3);
      const [task] = (await world.requests.state(id)).stages[0].tasks;
      await world.requests.act(
        id,
        'bob',
        { type: 'decide', taskId: task.id, decision: 'request_changes' },
        'Not yet',
      );
      await world.requests.act(id, 'alice', {
        type: 'resubmit',
        digest: 'd'.repeat(64),
      });
      await world.worked();
      await world.redeliver('stage.reminder');
      expect(await world.told(id, 'stage.reminded')).toHaveLength(1);
      await world.after(3);
      expect(await world.told(id, 'stage.reminded')).toEqual([
        expect.objectContaining({ round: 1, people: [BOB, CAROL] }),
        expect.objectContaining({ round: 2, people: [BOB, CAROL] }),
      ]);
    });

    it('come when the seats of people who left are taken', async () => {
      await withDeadline({ remindBefore: 'PT1H' });
      const id = await world.asked();
      world.catalogComes({ without: ['carol'] });
      await world.after(3);
      expect(await world.story(id)).toEqual([
        'task.withdrawn',
        'stage.held',
        'stage.reminded',
      ]);
      expect(await world.told(id, 'stage.reminded')).toMatchObject([
        { people: [BOB] },
      ]);
    });

    it('do not come when the stage has ended before', async () => {
      await withDeadline({ remindBefore: 'PT1H' });
      const id = await world.asked();
      await world.requests.decide(id, 'bob');
      await world.requests.decide(id, 'carol');
      const before = await world.requests.story(id);
      await world.after(24);
      expect(await world.requests.story(id)).toEqual(before);
    });
  });

  describe('deadlines', () => {
    it.each<[string, Partial<DeadlineDefinition>, string[]]>([
      ['told', { onBreach: 'notify' }, ['stage.overdue']],
      ['escalated', TO_LEADS, ['stage.escalated']],
      [
        'rejected',
        { onBreach: 'reject' },
        ['stage.rejected', 'request.rejected'],
      ],
      [
        'approved',
        { onBreach: 'approve' },
        ['stage.approved', 'request.approved'],
      ],
    ])('that are over are %s once', async (_, deadline, story) => {
      await withDeadline(deadline);
      const id = await world.asked();
      await world.after(3.99);
      expect(await world.story(id)).toEqual([]);
      await world.after(0.01);
      expect(await world.story(id)).toEqual(story);
      for (const hours of [-4, 4, 24]) {
        await world.after(hours);
        await world.redeliver('stage.breach');
      }
      expect(await world.story(id)).toEqual(story);
      await world.requests.verified();
    });

    it('repeat as often as the policy says, one at a time, however late the worker is', async () => {
      await withDeadline({
        onBreach: 'notify',
        repeatEvery: 'PT1H',
        maxRepeats: 2,
      });
      const id = await world.asked();
      const numbers = async () =>
        (await world.told(id, 'stage.overdue')).map(({ number }) => number);
      // Ten hours late: what should have been told meanwhile is told from now on.
      await world.after(14);
      expect(await numbers()).toEqual([0]);
      await world.after(-3);
      await world.after(3.5);
      expect(await numbers()).toEqual([0]);
      await world.after(0.5);
      expect(await numbers()).toEqual([0, 1]);
      await world.after(100);
      await world.after(100);
      expect(await numbers()).toEqual([0, 1, 2]);
    });

    it('take the seats of people who left before they do anything', async () => {
      await withDeadline({ onBreach: 'approve' });
      const id = await world.asked();
      world.catalogComes({ without: ['carol'] });
      await world.after(4);
      expect(await world.story(id)).toEqual([
        'task.withdrawn',
        'stage.held',
        'stage.overdue',
      ]);
    });

    it.each<[Partial<DeadlineDefinition>, string]>([
      [{ onBreach: 'notify', remindBefore: 'PT1H' }, 'stage.overdue'],
      [{ onBreach: 'reject' }, 'request.rejected'],
      [{ onBreach: 'approve' }, 'request.approved'],
    ])('that %j do not wait for the catalog', async (deadline, last) => {
      await withDeadline(deadline);
      const id = await world.asked();
      world.catalogGoes();
      await world.after(4);
      expect((await world.story(id)).at(-1)).toBe(last);
      expect(await world.told(id, 'stage.reminded')).toHaveLength(
        deadline.remindBefore ? 1 : 0,
      );
    });

    it('that come when the stage has ended ask nobody whom to escalate to', async () => {
      await withDeadline(TO_LEADS);
      const id = await world.asked();
      await world.requests.decide(id, 'bob');
      await world.requests.decide(id, 'carol');
      world.ask.mockClear();
      await world.after(4);
      expect(world.ask).not.toHaveBeenCalled();
      expect((await world.story(id)).at(-1)).toBe('request.approved');
    });

    it('that escalate wait until the catalog is back, for days', async () => {
      await withDeadline(TO_LEADS);
      const id = await world.asked();
      world.catalogGoes();
      for (let tries = 0; tries < MANY_TRIES; tries++) {
        await world.after(25);
      }
      expect(await world.story(id)).toEqual([]);
      world.catalogComes();
      await world.after(1);
      expect(await world.told(id, 'stage.escalated')).toMatchObject([
        { number: 0, seats: [{ person: 'user:default/dave' }] },
      ]);
    });

    it('share what they ask the catalog, and ask whom to escalate to only when they do', async () => {
      await withDeadline({ onBreach: 'notify' });
      await world.requests.seated(100, ['bob', 'carol']);
      await world.worked();
      world.ask.mockClear();
      await world.after(4);
      const asked = world.ask.mock.calls.map(([{ entityRefs }]) => entityRefs);
      expect(new Set(asked.flat())).toEqual(new Set([BOB, CAROL]));
      expect(asked.length).toBeLessThanOrEqual(20);
    });
  });

  describe('seats', () => {
    it('are looked at each day, and those of people who left are taken', async () => {
      await start(databaseId, [{}]);
      const id = await world.asked();
      await world.after(24);
      expect(await world.story(id)).toEqual([]);
      world.catalogGoes();
      for (let tries = 0; tries < MANY_TRIES; tries++) {
        await world.after(25);
      }
      world.catalogComes({ without: ['carol'] });
      await world.after(1);
      expect(await world.story(id)).toEqual(['task.withdrawn', 'stage.held']);
    });
  });
});
