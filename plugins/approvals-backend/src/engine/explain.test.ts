import { explain, simulateStage, stageView } from '.';
import {
  admin,
  delegateOf,
  group,
  History,
  person,
  policy,
  ref,
  service,
} from './__testUtils__/history';

const count = (value: number) => ({ mode: 'count' as const, value });

describe('what the viewer is told', () => {
  it('names the seat, and for whom it would be decided', () => {
    const history = new History(policy([{ quorum: count(2) }]));
    history.found(0, [['bob', 'carol', 'dave']]);
    const { parts, actions } = explain(
      history.state,
      delegateOf('gina', 'bob'),
      history.now,
    );
    expect(parts).toEqual(['delegate']);
    expect(actions.approve).toEqual({
      allowed: true,
      taskId: history.task('bob').id,
      onBehalfOf: ref('bob'),
    });
    expect(actions.reassign).toMatchObject({
      allowed: false,
      code: 'NOT_ASSIGNED',
    });
  });

  it.each([
    [
      'one approval is enough',
      count(1),
      ['bob', 'carol'],
      'approves',
      'rejects',
      undefined,
    ],
    [
      'two are needed',
      count(2),
      ['bob', 'carol', 'dave'],
      undefined,
      'rejects',
      undefined,
    ],
    [
      'two are needed and there are two',
      count(2),
      ['bob', 'carol'],
      undefined,
      'rejects',
      'holds',
    ],
    ['Bob alone is asked', count(1), ['bob'], 'approves', 'rejects', 'holds'],
    ['already held', count(2), ['bob'], undefined, 'rejects', undefined],
  ])(
    'says what a decision brings about: %s',
    (_what, quorum, people, approve, reject, abstain) => {
      const history = new History(policy([{ quorum }]));
      history.found(0, [people]);
      const { actions } = explain(history.state, person('bob'), history.now);
      expect([
        actions.approve.effect,
        actions.reject.effect,
        actions.abstain.effect,
      ]).toEqual([approve, reject, abstain]);
    },
  );

  it('warns of an abstention that completes the stage, or rejects it', () => {
    const completes = new History(policy([{ quorum: { mode: 'all' } }]));
    completes.found(0, [['bob', 'carol']]);
    completes.approve('carol');
    expect(
      explain(completes.state, person('bob'), completes.now).actions.abstain
        .effect,
    ).toBe('approves');
    const rejects = new History(policy([{ onNoApprovers: 'reject' }]));
    rejects.found(0, [['bob']]);
    expect(
      explain(rejects.state, person('bob'), rejects.now).actions.abstain.effect,
    ).toBe('rejects');
  });

  it('offers no second decision to who has decided', () => {
    const history = new History(policy([{ quorum: count(2) }]));
    history.found(0, [['bob', 'carol']]);
    history.approve('bob');
    const { actions } = explain(history.state, person('bob'), history.now);
    expect(actions.approve).toMatchObject({
      allowed: false,
      code: 'ALREADY_DECIDED',
    });
    expect(actions.comment.allowed).toBe(true);
  });

  it('prefers a seat that can be decided to one that was', () => {
    const history = new History(
      policy([{ parallelGroup: 1, quorum: count(2) }, { parallelGroup: 1 }]),
    );
    history.found(0, [['bob', 'carol']]);
    history.found(1, [['bob']]);
    history.approve('bob', 0);
    const { actions } = explain(history.state, person('bob'), history.now);
    expect(actions.approve).toMatchObject({
      allowed: true,
      taskId: history.task('bob', 1).id,
    });
  });

  it('points an administrator to the held stage', () => {
    const history = new History(
      policy([{ parallelGroup: 1 }, { parallelGroup: 1 }]),
    );
    history.found(0, [['bob']]);
    history.found(1, [[]]);
    const { parts, actions } = explain(
      history.state,
      admin('erin'),
      history.now,
    );
    expect(parts).toEqual(['administrator']);
    expect(actions.assign).toEqual({ allowed: true, stage: 1 });
    expect(actions.retry).toEqual({ allowed: true, stage: 1 });
    expect(actions.override).toMatchObject({
      allowed: true,
      taskId: history.task('bob').id,
    });
    expect(actions.approve).toMatchObject({ code: 'NOT_ASSIGNED' });
  });

  it('tells the requester why not, in a sentence', () => {
    const history = new History(policy([{}]));
    history.found(0, [['bob']]);
    const { parts, actions } = explain(
      history.state,
      person('alice'),
      history.now,
    );
    expect(parts).toEqual(['requester']);
    expect(actions.withdraw.allowed).toBe(true);
    expect(actions.approve).toMatchObject({
      allowed: false,
      code: 'NOT_ASSIGNED',
      message: 'You are not asked to decide this.',
    });
  });

  it('offers to resume what waits for the approval, to the requester only', () => {
    const history = new History(policy([{}]), {
      caller: service(),
      requester: ref('alice'),
      execution: { kind: 'scaffolder', id: '1' },
    });
    history.found(0, [['bob']]);
    const resume = (name: string) =>
      explain(history.state, person(name), history.now).actions.resume;
    expect(resume('alice')).toMatchObject({ code: 'NO_PASS' });
    history.approve('bob');
    expect(resume('alice')).toEqual({ allowed: true });
    expect(resume('bob')).toMatchObject({ code: 'NOT_ALLOWED' });
  });
});

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
