import { hasPostgres } from '../database/__testUtils__/testDatabases';
import { EffectHandler } from '../outbox';
import { DueWorld } from './__testUtils__/dueWorld';

jest.setTimeout(120_000);

const MANY = 150;
const TO_LEADS = {
  onBreach: 'escalate' as const,
  escalateTo: [{ type: 'group', group: 'leads' }],
};

/** What each request came to, counted. */
async function storiesOf(world: DueWorld, ids: string[]) {
  const counts: Record<string, number> = {};
  for (const id of ids) {
    const story = (await world.story(id)).join(', ');
    counts[story] = (counts[story] ?? 0) + 1;
  }
  return counts;
}

const sum = (counts: (number | undefined)[]) =>
  counts.reduce<number>((total, count = 0) => total + count, 0);

(hasPostgres ? describe : describe.skip)('stages that fall due', () => {
  let world: DueWorld;

  const start = async (
    deadline: { onBreach: 'notify' | 'approve' | 'reject' | 'escalate' },
    around?: (handler: EffectHandler, kind: string) => EffectHandler,
  ) => {
    world = await DueWorld.create('POSTGRES_18', [
      {
        quorum: { mode: 'count', value: 1 },
        rejections: 1,
        deadline: { after: 'PT4H', ...deadline },
      },
    ]);
    for (let count = 0; count < 3; count++) {
      world.addWorker(around);
    }
  };

  const seated = async () => {
    const ids = await world.requests.seated(MANY, ['bob', 'carol']);
    await world.worked();
    return ids;
  };

  afterEach(async () => {
    await world.requests.verified();
    await world.stop();
  });

  it('while three workers bring it are told once each', async () => {
    await start(TO_LEADS);
    const ids = await seated();
    await world.after(4);
    expect(await storiesOf(world, ids)).toEqual({ 'stage.escalated': MANY });
  });

  it('while people decide them end one way each, and nobody is told that both won', async () => {
    await start({ onBreach: 'reject' });
    const ids = await seated();
    world.requests.clock.move(4);
    const answers = await Promise.all(
      ids.map((id, index) =>
        world.requests.decide(id, index % 2 === 0 ? 'bob' : 'carol'),
      ),
    );
    await world.worked();
    const stories = await storiesOf(world, ids);
    const {
      'task.decided, stage.approved, request.approved': byPeople,
      'stage.rejected, request.rejected': byDeadline,
      ...others
    } = stories;
    expect(others).toEqual({});
    expect(sum([byPeople, byDeadline])).toBe(MANY);
    expect(answers.filter(answer => answer === 'stepped')).toHaveLength(
      byPeople ?? 0,
    );
  });

  it('and whose worker dies after it saved and before it says so are told once', async () => {
    let deaths = 0;
    await start({ onBreach: 'notify' }, (handler, kind) => async (...args) => {
      await handler(...args);
      if (kind === 'stage.breach' && args[0].attempt === 1) {
        deaths += 1;
        throw new Error('killed');
      }
    });
    const ids = await seated();
    await world.after(4);
    await world.after(0.1);
    expect(deaths).toBe(MANY);
    expect(await storiesOf(world, ids)).toEqual({ 'stage.overdue': MANY });
  });

  it('and whose worker dies before it saved are told all the same', async () => {
    await start({ onBreach: 'approve' }, (handler, kind) => async (...args) => {
      if (kind === 'stage.breach' && args[0].attempt === 1) {
        throw new Error('killed');
      }
      await handler(...args);
    });
    const ids = await seated();
    await world.after(4);
    expect(await storiesOf(world, ids)).toEqual({ '': MANY });
    await world.after(0.1);
    expect(await storiesOf(world, ids)).toEqual({
      'stage.approved, request.approved': MANY,
    });
  });
});
