import { DecisionKind } from '@countersign/backstage-plugin-approvals-common';
import { admin, delegateOf, person, service } from './__testUtils__/callers';
import { History } from './__testUtils__/history';
import { policy } from './__testUtils__/policies';
import { Caller } from '.';

const bob = person('bob');
const token = { actor: 'plugin:scaffolder' };

/** Two stages; in the first Bob and Carol are asked, Dave watches. */
function inReview(): History {
  const history = new History(
    policy([{ quorum: { mode: 'count', value: 2 }, comment: 'required' }, {}], {
      separationOfDuties: {
        forbidSelfApproval: true,
        forbidRepeatApprovers: true,
      },
    }),
  );
  history.found(0, [['bob', 'carol', 'frank']], {
    observers: [{ people: ['dave'] }],
  });
  return history;
}

describe('who may decide, and the first fault that wins', () => {
  it.each<[string, Caller, string, object, string]>([
    ['a service', service(), 'bob', {}, 'NOT_ALLOWED'],
    [
      'a token of the approver',
      person('bob', token),
      'bob',
      {},
      'TOKEN_NOT_ALLOWED',
    ],
    ['an observer', person('dave'), 'dave', {}, 'NOT_ASSIGNED'],
    [
      'an approver who left',
      person('bob', { isUser: false }),
      'bob',
      {},
      'NOT_ALLOWED',
    ],
    [
      'an observer who left',
      person('dave', { isUser: false }),
      'dave',
      {},
      'NOT_ASSIGNED',
    ],
    ['somebody else', person('gina'), 'bob', {}, 'NOT_ASSIGNED'],
    [
      'an administrator who does not override',
      admin('erin'),
      'bob',
      {},
      'NOT_ASSIGNED',
    ],
    [
      'somebody who overrides without permission',
      person('gina'),
      'bob',
      { override: true },
      'NOT_ALLOWED',
    ],
    [
      'a delegate of somebody who left',
      person('gina', {
        delegators: [{ person: 'user:default/bob', isUser: false }],
      }),
      'bob',
      {},
      'NOT_ASSIGNED',
    ],
    [
      'the requester as delegate',
      delegateOf('alice', 'bob'),
      'bob',
      {},
      'SELF_APPROVAL',
    ],
    [
      'the requester who overrides',
      admin('alice'),
      'bob',
      { override: true },
      'SELF_APPROVAL',
    ],
    [
      'a colleague with a seat as delegate',
      delegateOf('carol', 'bob'),
      'bob',
      {},
      'REPEAT_APPROVER',
    ],
    [
      'a colleague with a seat who overrides',
      admin('carol'),
      'bob',
      { override: true },
      'REPEAT_APPROVER',
    ],
    [
      'the approver without the comment',
      bob,
      'bob',
      { comment: false },
      'COMMENT_REQUIRED',
    ],
    [
      'a stranger without the comment',
      person('gina'),
      'bob',
      { comment: false },
      'NOT_ASSIGNED',
    ],
  ])('refuses %s', (_who, caller, of, words, code) => {
    const history = inReview();
    const before = history.state;
    expect(history.decide(caller, 'approve', { of, ...words })).toMatchObject({
      kind: 'refused',
      code,
    });
    expect(history.state).toBe(before);
  });

  it('lets an administrator override with a reason, and asks for it', () => {
    const history = inReview();
    const decision = {
      type: 'decide' as const,
      now: history.now,
      caller: admin('erin'),
      taskId: history.task('bob').id,
      decision: 'approve' as const,
      textHash: 'words',
    };
    expect(history.send({ ...decision, override: {} })).toMatchObject({
      code: 'REASON_REQUIRED',
    });
    history.send({ ...decision, override: { reasonHash: 'why' } });
    expect(history.task('bob').decision).toEqual({
      decision: 'approve',
      by: 'user:default/erin',
      override: { reasonHash: 'why' },
      textHash: 'words',
      at: history.now,
    });
    expect(
      history.decide(admin('erin'), 'approve', { of: 'carol', override: true }),
    ).toMatchObject({ code: 'REPEAT_APPROVER' });
  });

  it('records no override of somebody who decides their own seat', () => {
    const history = inReview();
    history.decide(admin('bob'), 'approve', { override: true });
    expect(history.task('bob').decision?.override).toBeUndefined();
  });

  it('refuses a second decision: of the same person, of the holder, of anybody who may act', () => {
    const history = inReview();
    history.decide(delegateOf('gina', 'bob'), 'approve', { of: 'bob' });
    const gina = delegateOf('gina', 'bob', 'carol');
    expect(history.decide(gina, 'reject', { of: 'bob' })).toMatchObject({
      code: 'ALREADY_DECIDED',
    });
    expect(history.decide(bob, 'approve')).toMatchObject({
      code: 'ALREADY_DECIDED',
    });
    expect(history.decide(gina, 'approve', { of: 'carol' })).toMatchObject({
      code: 'REPEAT_APPROVER',
    });
  });

  it('says what ended: the request, the stage, or only the seat', () => {
    const history = inReview();
    history.reassign(bob, 'bob', 'gina');
    expect(history.decide(bob, 'approve')).toMatchObject({
      code: 'TASK_ENDED',
    });
    history.approve('gina');
    history.approve('carol');
    expect(history.approve('frank')).toMatchObject({ code: 'STAGE_ENDED' });
    history.found(1, [['frank']]);
    history.approve('frank', 1);
    expect(history.state.status).toBe('approved');
    expect(history.decide(person('frank'), 'approve')).toMatchObject({
      code: 'REPEAT_APPROVER',
    });
    expect(history.decide(bob, 'approve')).toMatchObject({
      code: 'REQUEST_ENDED',
    });
  });

  it.each<
    [DecisionKind, 'optional' | 'required-on-reject' | 'required', boolean]
  >([
    ['approve', 'optional', false],
    ['reject', 'optional', false],
    ['abstain', 'required-on-reject', false],
    ['reject', 'required-on-reject', true],
    ['approve', 'required', true],
    ['abstain', 'required', true],
    ['request_changes', 'optional', true],
  ])(
    '%s where the stage says %s: comment demanded is %s',
    (decision, comment, demanded) => {
      const history = new History(policy([{ comment }]));
      history.found(0, [['bob']]);
      const answer = history.decide(bob, decision, { comment: false });
      expect(answer.kind === 'refused' ? answer.code : 'taken').toBe(
        demanded ? 'COMMENT_REQUIRED' : 'taken',
      );
    },
  );
});
