import { simulateStage, stageView } from '.';
import { person, ref } from './__testUtils__/callers';
import { History } from './__testUtils__/history';
import { group, policy } from './__testUtils__/policies';

const count = (value: number) => ({ mode: 'count' as const, value });

describe('a stage in figures', () => {
  it('counts what is still needed, of the stage and of each rule', () => {
    const history = new History(
      policy([
        {
          quorum: count(3),
          approvers: [group(), group({ required: true })],
          deadline: { after: 'PT1H', onBreach: 'notify' },
        },
      ]),
    );
    const view = () => stageView(history.state, history.stage(0), history.now);
    expect(view()).toMatchObject({ need: 3, more: 0, overdue: false });
    history.found(0, [['bob', 'carol', 'dave'], ['erin']]);
    history.approve('bob');
    expect(view()).toEqual({
      need: 3,
      approved: 1,
      more: 2,
      lacking: 0,
      rules: [{ rule: 1, more: 1, waitingOn: [ref('erin')], lacking: 0 }],
      overdue: false,
    });
    history.decide(person('erin'), 'abstain');
    expect(view()).toMatchObject({
      lacking: 0,
      rules: [{ rule: 1, more: 1, waitingOn: [], lacking: 1 }],
    });
    history.wait(3_600_000);
    expect(view().overdue).toBe(true);
  });

  it('does not know the need of `all` before the people are known', () => {
    const history = new History(policy([{ quorum: { mode: 'all' } }]));
    expect(stageView(history.state, history.stage(0), history.now)).toEqual({
      need: undefined,
      approved: 0,
      more: 0,
      lacking: 0,
      rules: [],
      overdue: false,
    });
  });
});

describe('trying a stage out', () => {
  const now = '2026-11-24T09:00:00.000Z';
  const found = (...approvers: string[][]) => ({
    approvers: approvers.map(people => ({ people })),
    observers: [],
    notUsers: [ref('ghost')],
  });

  it('seats, removes and counts as the real thing does', () => {
    const definition = policy([
      { skipIf: 'true' },
      {
        quorum: { mode: 'all' },
        deadline: { after: 'PT1H', onBreach: 'notify' },
      },
    ]);
    expect(
      simulateStage(
        definition,
        1,
        { requester: ref('alice'), involved: [ref('dave')], now },
        found(['alice', 'bob', 'carol', 'dave', 'ghost']),
      ),
    ).toMatchObject({
      status: 'active',
      view: { need: 2 },
      seats: [{ person: ref('bob') }, { person: ref('carol') }],
      removed: [
        { person: ref('alice'), reason: 'requester' },
        { person: ref('dave'), reason: 'involved' },
      ],
      leftOut: [{ ref: ref('ghost'), reason: 'not_a_user' }],
      dueAt: '2026-11-24T10:00:00.000Z',
    });
  });

  it.each([
    ['hold', [[]], 'held', 'no_approvers'],
    ['skip', [[]], 'skipped', 'no_approvers'],
    ['reject', [['alice']], 'rejected', 'no_approvers'],
  ] as const)(
    'under %s with %j found: %s',
    (onNoApprovers, people, status, reason) => {
      const definition = policy([{ onNoApprovers }]);
      expect(
        simulateStage(
          definition,
          0,
          { requester: ref('alice'), now },
          found(...people.map(one => [...one])),
        ),
      ).toMatchObject({ status, reason });
    },
  );

  it('says that a rule gave no answer', () => {
    expect(
      simulateStage(
        policy([{}]),
        0,
        { requester: ref('alice'), now },
        {
          approvers: [{ failure: 'resolver', message: 'timed out' }],
          observers: [],
          notUsers: [],
        },
      ),
    ).toMatchObject({ status: 'held', reason: 'resolving_failed' });
  });
});
