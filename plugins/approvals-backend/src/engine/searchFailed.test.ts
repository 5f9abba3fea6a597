import { admin, person } from './__testUtils__/callers';
import { History, RuleOutcome } from './__testUtils__/history';
import { group, policy } from './__testUtils__/policies';

const MINUTE = 60_000;
const erin = admin('erin');
const away: RuleOutcome = { failure: 'resolver', message: 'timed out' };

describe('a search that fails', () => {
  it('tries a resolver again after 1 s, 5 s, 30 s, then each minute, holds after 15 minutes and tries each 15', () => {
    const history = new History(policy([{}]));
    const delays: number[] = [];
    while (delays.length < 21) {
      history.found(0, [away]);
      const dueAt = history.stage(0).search?.dueAt ?? '';
      const delay = Date.parse(dueAt) - Date.parse(history.now);
      delays.push(delay / 1_000);
      history.wait(delay);
      expect(history.stage(0).status).toBe(
        delay > MINUTE ? 'held' : 'resolving',
      );
    }
    expect(delays).toEqual([1, 5, 30, ...Array(15).fill(60), 900, 900, 900]);
    expect(history.stage(0).reason).toBe('resolving_failed');
    history.found(0, [['bob']]);
    expect(history.stage(0)).toMatchObject({ status: 'active' });
    expect(history.stage(0).reason).toBeUndefined();
  });

  it.each<[RuleOutcome[], string]>([
    [
      [{ failure: 'expression', message: 'no such key' }, away],
      'expression_failed',
    ],
    [
      [{ failure: 'unreachable', message: 'no group' }, away],
      'rule_unreachable',
    ],
    [
      [['bob'], { failure: 'unreachable', message: 'no group' }],
      'rule_unreachable',
    ],
  ])(
    'holds at once, seats nobody and does not try again: %j is %s',
    (rules, reason) => {
      const history = new History(
        policy([{ onNoApprovers: 'reject', approvers: [group(), group()] }]),
      );
      history.found(0, rules);
      expect(history.stage(0)).toMatchObject({
        status: 'held',
        reason,
        tasks: [],
        peopleKnown: false,
      });
      expect(history.stage(0).search).toBeUndefined();
      history.retry(erin);
      history.found(0, [['bob'], ['carol']]);
      expect(history.stage(0).status).toBe('active');
    },
  );

  it('goes on with the people it has when a retry fails', () => {
    const history = new History(policy([{}]));
    history.found(0, [['bob']]);
    history.retry(erin);
    history.found(0, [{ failure: 'expression', message: 'broken' }]);
    expect(history.stage(0).status).toBe('active');
    expect(history.types().slice(-2)).toEqual([
      'stage.retried',
      'stage.resolving_failed',
    ]);
    history.retry(erin);
    history.found(0, [away]);
    history.wait(15 * MINUTE).found(0, [away]);
    expect(history.stage(0).search).toBeUndefined();
    history.approve('bob');
    expect(history.state.status).toBe('approved');
  });

  it('lets the policy’s owner retry, and nobody else without permission', () => {
    const history = new History(policy([{}, {}]));
    history.found(0, [[]]);
    expect(history.retry(person('bob'))).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(history.retry(erin, 1)).toMatchObject({ code: 'STAGE_NOT_STARTED' });
    expect(history.retry(person('olga', { ownsPolicy: true })).kind).toBe(
      'stepped',
    );
    history.found(0, [['bob']], { attempt: 1 });
    expect(history.stage(0).status).toBe('held');
    history.found(0, [['bob']], { attempt: 2 });
    expect(history.stage(0).status).toBe('active');
  });
});
