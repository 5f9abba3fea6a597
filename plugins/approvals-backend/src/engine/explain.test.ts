import { explain } from '.';
import {
  admin,
  delegateOf,
  person,
  ref,
  service,
} from './__testUtils__/callers';
import { History } from './__testUtils__/history';
import { policy } from './__testUtils__/policies';

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

  it('speaks of the seat that is open rather than of one decided before', () => {
    const history = new History(
      policy([{}, {}], {
        separationOfDuties: {
          forbidSelfApproval: true,
          forbidRepeatApprovers: true,
        },
      }),
    );
    history.found(0, [['bob']]);
    history.approve('bob');
    history.found(1, [['carol']]);
    const bob = delegateOf('bob', 'carol');
    const { actions } = explain(history.state, bob, history.now);
    expect(actions.approve).toMatchObject({
      code: 'REPEAT_APPROVER',
      taskId: history.task('carol', 1).id,
      message:
        'You approved another stage, so somebody else must decide this one.',
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
