import { PolicyDefinitionInput } from '@countersign/backstage-plugin-approvals-common';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { RunWorld, Times } from './__testUtils__/runWorld';

describe.each(everyDatabase)('runs are looked after, on %s', databaseId => {
  let world: RunWorld;

  const start = async (
    settings: Partial<PolicyDefinitionInput> = {},
    times: Times = {},
  ) => {
    world = await RunWorld.create(databaseId, settings, times);
  };
  afterEach(() => world.end());

  const executionOf = async (id: string) => (await world.run(id)).id;
  const away = new Error('the scaffolder is away');

  describe('by the worker, once their request has ended', () => {
    it('and are let go on as soon as they can be, once', async () => {
      await start();
      const id = await world.decided();
      const execution = await executionOf(id);
      world.executor.runs.set(execution, away);
      const row = await world.effect(id);
      await world.pass(async () => (await row()).attempts >= 3, 2);
      expect(world.executor.resumed).toEqual([]);
      world.executor.runs.delete(execution);
      await world.pass(async () => (await row()).done_at !== null, 3);
      expect(world.executor.resumed).toEqual([execution]);
      expect(await world.run(id)).toMatchObject({ state: 'running' });
      expect(await world.told(id)).toEqual(['run.resumed']);
    });

    it('are given up visibly after an hour, and let go on all the same once they can be', async () => {
      await start();
      const id = await world.decided();
      const execution = await executionOf(id);
      world.executor.runs.set(execution, away);
      const row = await world.effect(id);
      await world.pass(async () => (await row()).exhausted_at !== null, 90);
      expect(await world.run(id)).toMatchObject({
        state: 'waiting',
        isGivenUp: true,
        message: 'It could not be let go on: the scaffolder is away',
      });
      expect(await world.told(id)).toEqual(['run.given_up']);
      world.executor.runs.delete(execution);
      await world.reconcile();
      expect(await world.run(id)).toMatchObject({
        state: 'running',
        isGivenUp: false,
      });
      expect((await world.run(id)).message).toBeUndefined();
      expect(await world.told(id)).toEqual(['run.given_up', 'run.resumed']);
    }, 60_000);

    it('are asked once where they wait for the requester anyway', async () => {
      await start({ resumeAs: 'requester' });
      const id = await world.decided();
      world.executor.runs.set(await executionOf(id), away);
      const row = await world.effect(id);
      await world.pass(async () => (await row()).done_at !== null, 1);
      expect((await row()).attempts).toBe(1);
      expect(await world.told(id)).toEqual([]);
    });
  });

  describe('now and then', () => {
    it('so that an approved one goes on whose hint was lost', async () => {
      await start();
      const [waits, goesOn] = [await world.waiting(), await world.decided()];
      await world.reconcile();
      expect(world.executor.resumed).toEqual([await executionOf(goesOn)]);
      expect(await world.run(goesOn)).toMatchObject({ state: 'running' });
      expect(await world.run(waits)).toMatchObject({ state: 'waiting' });
    });

    it('and not let go on by a service that their executor says may not, nor any more where it was', async () => {
      await start();
      const id = await world.decided();
      const execution = await executionOf(id);
      world.executor.runs.set(execution, {
        state: 'waiting',
        needsRequester: true,
      });
      await world.reconcile();
      expect(world.executor.resumed).toEqual([]);
      expect(await world.run(id)).toMatchObject({ needsRequester: true });
      world.executor.runs.set(execution, { state: 'waiting' });
      await world.reconcile();
      expect(world.executor.resumed).toEqual([execution]);
      expect(await world.run(id)).toMatchObject({ needsRequester: false });
    });

    it('by whom it knows when its request has ended', async () => {
      await start();
      const id = await world.decided();
      const resume = jest.spyOn(world.executor, 'resume');
      await world.reconcile();
      expect(resume).toHaveBeenCalledWith(
        { kind: 'job', id: await executionOf(id) },
        expect.objectContaining({ endedAt: world.requests.clock.now() }),
      );
    });

    it('and not let go on by an approval that is over, was used or was taken back', async () => {
      await start({ approvalValidity: 'P1D' });
      const [over, used, revoked] = [
        await world.decided(),
        await world.decided(),
        await world.decided(),
      ];
      world.requests.clock.move(12);
      await world.requests.act(used, 'alice', {
        type: 'consume',
        consumer: 'x',
        policyKey: 'client',
        digest: 'd'.repeat(64),
      });
      await world.requests.act(revoked, 'alice', { type: 'revoke' }, 'No');
      world.requests.clock.move(12);
      await world.reconcile();
      expect(world.executor.looked).toHaveLength(3);
      expect(world.executor.resumed).toEqual([]);
      // Who goes on by an approval that was taken back goes around the gate.
      for (const id of [used, revoked]) {
        world.executor.runs.set(await executionOf(id), { state: 'done' });
      }
      await world.reconcile();
      expect(await world.run(over)).toMatchObject({ state: 'waiting' });
      expect(await world.run(used)).toMatchObject({ state: 'done' });
      expect(await world.run(revoked)).toMatchObject({ state: 'bypassed' });
    });

    it('each minute where they move, and a few at a time where they wait', async () => {
      await start({ resumeAs: 'requester' });
      const ids: string[] = [];
      for (let count = 0; count < 30; count++) {
        world.requests.clock.move(0.1);
        ids.push(await world.waiting());
      }
      const [first, ...others] = await Promise.all(ids.map(executionOf));
      world.executor.runs.set(first, { state: 'running' });
      for (let count = 0; count < 3; count++) {
        world.requests.clock.move(0.1);
        await world.reconcile();
      }
      const looks = (of: string) =>
        world.executor.looked.filter(one => one === of).length;
      expect(looks(first)).toBe(3);
      expect(await world.run(ids[0])).toMatchObject({ state: 'running' });
      expect(others.map(looks)).toEqual(others.map(() => 1));
    });

    it('less where nobody lets them go on for long, and at all once they are told of', async () => {
      await start({ resumeAs: 'requester' });
      const id = await world.decided();
      const phase = async () => (await world.run(id)).phase;
      const [hour, day] = [1, 24];
      await world.reconcile();
      expect(await phase()).toBe('due');
      world.requests.clock.move(day + hour);
      await world.reconcile();
      expect(await phase()).toBe('parked');
      world.requests.clock.move(30 * day);
      await world.reconcile();
      expect(await phase()).toBe('over');
      world.executor.looked.length = 0;
      await world.reconcile();
      expect(world.executor.looked).toEqual([]);
      const execution = await executionOf(id);
      world.executor.runs.set(execution, { state: 'running' });
      await world.room.hints.start();
      world.executor.hint(execution);
      await world.pass(async () => (await phase()) === 'moving', 60);
    });

    it('also where they failed: somebody may try them again, and go around the gate', async () => {
      await start({ resumeAs: 'requester' });
      const id = await world.decided('reject');
      const execution = await executionOf(id);
      world.executor.runs.set(execution, { state: 'failed', isPast: false });
      for (let count = 0; count < 2; count++) {
        await world.reconcile();
        expect(await world.run(id)).toMatchObject({
          state: 'failed',
          phase: 'parked',
        });
      }
      world.executor.runs.set(execution, { state: 'done' });
      await world.reconcile();
      expect(await world.told(id)).toEqual(['run.failed', 'run.bypassed']);
    });

    it('of which some that cannot be asked hold up no others', async () => {
      await start();
      const [one, other] = [await world.decided(), await world.decided()];
      world.executor.runs.set(await executionOf(one), away);
      await world.reconcile();
      expect(await world.run(one)).toMatchObject({ state: 'waiting' });
      expect(await world.run(other)).toMatchObject({ state: 'running' });
    });
  });

  it('so that many whose executor hangs hold up neither others nor the pass', async () => {
    // Five at once wait longer for an answer than a pass begins with others.
    await start({}, { patience: 600, budget: 200 });
    const later = () => {
      world.requests.clock.move(0.1);
      return world.reconcile();
    };
    const moving: string[] = [];
    for (let count = 0; count < 12; count++) {
      moving.push(await world.decided());
    }
    await later();
    const due = [await world.decided(), await world.decided()];
    const hanging = await Promise.all(moving.map(executionOf));
    const { look } = world.executor;
    const looked: string[] = [];
    world.executor.look = async execution => {
      looked.push(execution.id);
      return hanging.includes(execution.id)
        ? new Promise(() => {})
        : look.call(world.executor, execution);
    };
    await later();
    for (const id of due) {
      expect(await world.run(id)).toMatchObject({ state: 'running' });
    }
    const first = looked.filter(id => hanging.includes(id));
    expect(first).toHaveLength(5);
    // Those that it had no time for come first in the next passes.
    await later();
    await later();
    expect(new Set(looked)).toEqual(
      new Set([...hanging, ...(await Promise.all(due.map(executionOf)))]),
    );
  });

  it('after hints, one look at a time however many are told of one that hangs', async () => {
    await start({}, { later: 5 });
    const execution = await executionOf(await world.decided());
    let [looks, most] = [0, 0];
    world.executor.look = async () => {
      looks += 1;
      most = Math.max(most, looks);
      return new Promise((_, reject) =>
        setTimeout(() => {
          looks -= 1;
          reject(away);
        }, 90),
      );
    };
    await world.room.hints.start();
    let hinted = 0;
    await world.pass(async () => {
      world.executor.hint(execution);
      hinted += 1;
      return hinted > 150;
    }, 600);
    expect(most).toBe(1);
    world.room.hints.stop();
  });

  it('by many at once, which is told once', async () => {
    await start();
    const id = await world.decided();
    const run = await world.run(id);
    const signal = new AbortController().signal;
    await Promise.all(
      Array.from({ length: 10 }, () =>
        world.room.reconcile.tend([run], signal),
      ),
    );
    expect(await world.run(id)).toMatchObject({ state: 'running' });
    expect(await world.told(id)).toEqual(['run.resumed']);
  });

  it('so that a look that comes late does not undo a newer one', async () => {
    await start({ resumeAs: 'requester' });
    const id = await world.decided();
    const stale = await world.run(id);
    const look = async (state: 'running' | 'done') => {
      world.executor.runs.set(stale.id, { state });
      await world.room.reconcile.tend([stale], new AbortController().signal);
    };
    await look('done');
    await look('running');
    expect(await world.run(id)).toMatchObject({ state: 'done' });
    expect(await world.told(id)).toEqual(['run.done']);
  });

  it('and let go on no more once they are at another gate behind the first', async () => {
    await start();
    const id = await world.decided('reject');
    const execution = await executionOf(id);
    const asks = { goesOnWhenRejected: true };
    world.executor.runs.set(execution, {
      state: 'waiting',
      isPast: true,
      ...asks,
    });
    await world.reconcile();
    expect(world.executor.resumed).toEqual([]);
    expect(await world.run(id)).toMatchObject({ state: 'waiting' });
    world.executor.runs.set(execution, { state: 'waiting', ...asks });
    await world.reconcile();
    expect(world.executor.resumed).toEqual([execution]);
  });
});
