import { History } from './__testUtils__/history';
import { policy } from './__testUtils__/policies';

describe('conditions', () => {
  const history = () =>
    new History(policy([{ skipIf: 'a' }, { skipIf: 'b' }, {}]));
  const evaluated = (one: History, results: [boolean, string?][]) =>
    one.send({
      type: 'conditionsEvaluated',
      now: one.now,
      round: 1,
      results: results.map(([skip, error], stage) => ({ stage, skip, error })),
    });

  it('wait before any stage starts, then show the whole way at once', () => {
    const one = history();
    expect(one.effects.map(({ kind }) => kind)).toEqual(['request.conditions']);
    evaluated(one, [[true], [false]]);
    expect(one.state.stages.map(({ status }) => status)).toEqual([
      'skipped',
      'resolving',
      'waiting',
    ]);
    evaluated(one, [[false], [true]]);
    expect(one.stage(1).status).toBe('resolving');
  });

  it('do not skip when they fail, and the error is kept', () => {
    const one = history();
    evaluated(one, [[true, 'no such key'], [false]]);
    expect(one.stage(0).status).toBe('resolving');
    expect(one.events).toContainEqual(
      expect.objectContaining({
        type: 'request.conditions',
        payload: {
          round: 1,
          results: [
            { stage: 0, skip: false, error: 'no such key' },
            { stage: 1, skip: false, error: undefined },
          ],
        },
      }),
    );
  });

  it('approve a request whose stages are all skipped', () => {
    const one = new History(policy([{ skipIf: 'a' }, { skipIf: 'b' }]));
    evaluated(one, [[true], [true]]);
    expect(one.state).toMatchObject({
      status: 'approved',
      reason: 'all_stages_skipped',
    });
  });
});
