import { admin, person, ref, service } from './__testUtils__/callers';
import { History } from './__testUtils__/history';
import { policy } from './__testUtils__/policies';
import { Caller } from '.';

const asked = { caller: service(), requester: ref('alice') };

function approved(approvalValidity?: string): History {
  const history = new History(policy([{}], { approvalValidity }), {
    ...asked,
    execution: { kind: 'ci', id: '1' },
  });
  history.found(0, [['bob']]);
  history.decide(
    person('dave', { delegators: [{ person: ref('bob'), isUser: true }] }),
    'approve',
    { of: 'bob' },
  );
  return history;
}

const consume = (history: History, settings: object = {}) =>
  history.send({
    type: 'consume',
    now: history.now,
    caller: service(),
    consumer: 'job-1',
    policyKey: 'demo',
    digest: 'digest-1',
    ...settings,
  });

const revoke = (history: History, caller: Caller) =>
  history.send({ type: 'revoke', now: history.now, caller, textHash: 'why' });

describe('passes', () => {
  it('are made by the approval of what runs, and used once', () => {
    const history = approved();
    expect(history.state.pass).toMatchObject({
      status: 'open',
      digest: 'digest-1',
    });
    expect(consume(history).kind).toBe('stepped');
    expect(history.state.pass).toMatchObject({
      status: 'consumed',
      consumer: 'job-1',
    });
    expect(consume(history).kind).toBe('repeated');
    expect(consume(history, { consumer: 'job-2' })).toMatchObject({
      code: 'PASS_CONSUMED',
    });
    expect(history.state.status).toBe('approved');
  });

  it.each([
    ['another digest', { digest: 'digest-2' }, 'DIGEST_MISMATCH'],
    ['another policy', { policyKey: 'other' }, 'DIGEST_MISMATCH'],
    [
      'somebody without the permission',
      { caller: person('bob') },
      'NOT_ALLOWED',
    ],
    [
      'a token',
      { caller: admin('erin', { actor: 'token' }) },
      'TOKEN_NOT_ALLOWED',
    ],
  ])('are refused to %s', (_what, settings, code) => {
    expect(consume(approved(), settings)).toMatchObject({ code });
  });

  it('are over after the validity, also before anybody has noticed', () => {
    const history = approved('PT1H');
    const expiry = () =>
      history.send({ type: 'passExpiryDue', now: history.now });
    expect(expiry()).toMatchObject({
      events: [],
      again: '2026-11-24T10:00:00.000Z',
    });
    history.wait(3_600_000);
    expect(consume(history)).toMatchObject({ code: 'PASS_EXPIRED' });
    expiry();
    expect(history.state.pass?.status).toBe('over');
    expect(expiry()).toMatchObject({ events: [] });
    expect(consume(history)).toMatchObject({ code: 'PASS_EXPIRED' });
  });

  it.each<[string, Caller]>([
    ['the requester', person('alice')],
    ['who approved', person('dave')],
    ['for whom it was approved', person('bob')],
    ['an administrator', admin('erin')],
  ])('are revoked by %s', (_who, caller) => {
    const history = approved();
    revoke(history, caller);
    expect(history.state).toMatchObject({
      status: 'approved',
      pass: { status: 'revoked', revokedBy: caller.ref },
    });
    expect(consume(history)).toMatchObject({ code: 'PASS_REVOKED' });
  });

  it('are not revoked by somebody else', () => {
    expect(revoke(approved(), person('gina'))).toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });

  it('are not revoked once they are used, nor without a reason', () => {
    const history = approved();
    expect(
      history.send({
        type: 'revoke',
        now: history.now,
        caller: person('alice'),
      }),
    ).toMatchObject({ code: 'REASON_REQUIRED' });
    consume(history);
    expect(revoke(history, person('alice'))).toMatchObject({
      code: 'PASS_CONSUMED',
    });
  });

  it('do not exist without an execution, nor before the approval', () => {
    const history = new History(policy([{}]), asked);
    expect(consume(history)).toMatchObject({ code: 'NO_PASS' });
    history.found(0, [['bob']]);
    history.approve('bob');
    expect(history.state.status).toBe('approved');
    expect(consume(history)).toMatchObject({ code: 'NO_PASS' });
  });
});
