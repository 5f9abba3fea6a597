import { admin, delegateOf, person, service } from './__testUtils__/callers';
import { History } from './__testUtils__/history';
import { group, policy } from './__testUtils__/policies';
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

describe('handing on and seating', () => {
  const erin = admin('erin');

  it.each<[string, Caller, string, string, string]>([
    [
      'a delegate hands on',
      delegateOf('gina', 'bob'),
      'bob',
      'henry',
      'NOT_ASSIGNED',
    ],
    ['a service hands on', service(), 'bob', 'henry', 'NOT_ALLOWED'],
    [
      'a token hands on',
      person('bob', token),
      'bob',
      'henry',
      'TOKEN_NOT_ALLOWED',
    ],
    [
      'the requester, an administrator, picks the approver',
      admin('alice'),
      'bob',
      'henry',
      'SELF_APPROVAL',
    ],
    ['to the requester', bob, 'bob', 'alice', 'SELF_APPROVAL'],
    ['to a colleague with a seat', bob, 'bob', 'carol', 'ALREADY_SEATED'],
    ['to oneself', bob, 'bob', 'bob', 'ALREADY_SEATED'],
  ])('refuses that %s', (_what, caller, from, to, code) => {
    expect(inReview().reassign(caller, from, to)).toMatchObject({ code });
  });

  it('hands a seat on with its rules, kind and origin', () => {
    const history = inReview();
    history.reassign(bob, 'bob', 'gina');
    expect(history.task('bob').status).toBe('reassigned');
    expect(history.task('gina')).toMatchObject({
      status: 'open',
      kind: 'approver',
      origin: 'rule',
      rules: [0],
      replaces: history.task('bob').id,
    });
    history.reassign(person('dave'), 'dave', 'henry');
    expect(history.task('henry').kind).toBe('observer');
  });

  it('refuses to hand a seat to who decided for another, and to who is not of the catalog', () => {
    const history = inReview();
    history.decide(delegateOf('gina', 'bob'), 'approve', { of: 'bob' });
    expect(history.reassign(erin, 'carol', 'gina')).toMatchObject({
      code: 'REPEAT_APPROVER',
    });
    expect(
      history.send({
        type: 'reassign',
        now: history.now,
        caller: erin,
        taskId: history.task('carol').id,
        person: 'user:default/nobody',
        personIsUser: false,
        newTaskId: 'new',
      }),
    ).toMatchObject({ code: 'PERSON_UNKNOWN' });
  });

  it('gives an observer who gets an approver’s seat only that one', () => {
    const history = inReview();
    const watching = history.task('dave').id;
    history.reassign(bob, 'bob', 'dave');
    expect(history.task('dave')).toMatchObject({ kind: 'approver' });
    expect(
      history.stage(0).tasks.find(({ id }) => id === watching)?.status,
    ).toBe('released');
  });

  it.each<[string, Caller, string, number, string]>([
    ['a plain person', bob, 'gina', 0, 'NOT_ALLOWED'],
    ['the requester', admin('alice'), 'gina', 0, 'SELF_APPROVAL'],
    ['a stage that waits', erin, 'gina', 1, 'STAGE_NOT_STARTED'],
    ['no such stage', erin, 'gina', 7, 'NOT_FOUND'],
    ['seating the requester', erin, 'alice', 0, 'SELF_APPROVAL'],
  ])('refuses an assignment: %s', (_what, caller, to, stage, code) => {
    expect(inReview().assign(caller, to, stage)).toMatchObject({ code });
  });

  it('lets nobody who is involved in what is asked pick the approver', () => {
    const history = new History(policy([{}]), {
      caller: service(),
      requester: 'user:default/alice',
      involved: ['user:default/erin'],
    });
    history.found(0, [['bob']]);
    expect(history.assign(erin, 'gina')).toMatchObject({
      code: 'SELF_APPROVAL',
    });
    expect(history.reassign(erin, 'bob', 'gina')).toMatchObject({
      code: 'SELF_APPROVAL',
    });
  });

  it('refuses to seat who has decided, a rule that is not there, and no reason', () => {
    const history = inReview();
    history.approve('bob');
    expect(history.assign(erin, 'bob')).toMatchObject({
      code: 'ALREADY_SEATED',
    });
    expect(history.assign(erin, 'gina', 0, [3])).toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(
      history.send({
        type: 'assign',
        now: history.now,
        caller: erin,
        stage: 0,
        person: 'user:default/gina',
        personIsUser: true,
        newTaskId: 'new',
      }),
    ).toMatchObject({ code: 'REASON_REQUIRED' });
  });

  it('ends the search of a stage whose rules keep failing, and ignores its late answer', () => {
    const history = new History(
      policy([{ approvers: [group(), group({ required: true })] }]),
    );
    const failing = [{ failure: 'resolver', message: 'away' } as const, []];
    history.found(0, failing);
    history.wait(15 * 60_000).found(0, failing);
    expect(history.stage(0).reason).toBe('resolving_failed');
    const attempt = history.stage(0).search?.attempt;
    history.assign(erin, 'carol');
    expect(history.stage(0)).toMatchObject({
      status: 'active',
      peopleKnown: true,
    });
    history.found(0, [['bob'], ['bob']], { attempt });
    expect(history.stage(0).tasks).toHaveLength(1);
    history.approve('carol');
    expect(history.state.status).toBe('approved');
  });

  it('shows who claims last, and blocks nobody', () => {
    const history = inReview();
    const taskId = history.task('bob').id;
    const claim = (caller: Caller, type: 'claim' | 'unclaim' = 'claim') =>
      history.send({ type, now: history.now, caller, taskId }).kind;
    expect(claim(bob)).toBe('stepped');
    expect(claim(bob)).toBe('repeated');
    expect(claim(delegateOf('gina', 'bob'))).toBe('stepped');
    expect(history.task('bob').claimedBy).toBe('user:default/gina');
    expect(claim(admin('erin'))).toBe('refused');
    expect(claim(bob, 'unclaim')).toBe('stepped');
    expect(history.task('bob').claimedAt).toBeUndefined();
    expect(history.approve('bob').kind).toBe('stepped');
  });
});
