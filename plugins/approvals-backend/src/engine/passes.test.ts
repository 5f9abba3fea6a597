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

  describe('of what an executor runs', () => {
    const EXECUTOR = 'plugin:scaffolder';
    const approvedRun = (
      resumeAs: 'requester' | 'service',
      secrets?: string[],
    ) => {
      const history = new History(policy([{}], { resumeAs }), {
        caller: service(EXECUTOR, false),
        requester: ref('alice'),
        execution: { kind: 'scaffolder', id: '1', executor: EXECUTOR, secrets },
      });
      history.found(0, [['bob']]);
      history.approve('bob');
      return history;
    };

    it.each<
      [
        who: string,
        resumeAs: 'requester' | 'service',
        secrets: string[] | undefined,
        initiator: string | undefined,
        code: string | undefined,
      ]
    >([
      ['the requester', 'requester', undefined, 'alice', undefined],
      [
        'the requester, with secrets',
        'requester',
        ['token'],
        'alice',
        undefined,
      ],
      ['the requester after all', 'service', ['token'], 'alice', undefined],
      ['a service', 'service', undefined, undefined, undefined],
      ['a service that lacks no secret', 'service', [], undefined, undefined],
      ['somebody else', 'requester', undefined, 'bob', 'NOT_ALLOWED'],
      ['somebody else, too', 'service', undefined, 'bob', 'NOT_ALLOWED'],
      ['a service uncalled', 'requester', undefined, undefined, 'NOT_ALLOWED'],
      ['a service without secrets', 'service', ['t'], undefined, 'NOT_ALLOWED'],
    ])(
      'let go on by %s (resumeAs %s, secrets %j, initiator %s): %s',
      (_who, resumeAs, secrets, initiator, code) => {
        const history = approvedRun(resumeAs, secrets);
        const use = () =>
          consume(history, {
            caller: service(EXECUTOR, false),
            initiator: initiator && ref(initiator),
          });
        expect(use()).toMatchObject(code ? { code } : { kind: 'stepped' });
        expect(history.state.pass?.initiator).toBe(
          code ? undefined : initiator && ref(initiator),
        );
      },
    );

    it('is refused to another initiator also where the consumer holds the pass', () => {
      const history = approvedRun('requester');
      const use = (name: string) =>
        consume(history, {
          caller: service(EXECUTOR, false),
          initiator: ref(name),
        });
      expect(use('alice').kind).toBe('stepped');
      expect(use('alice').kind).toBe('repeated');
      expect(use('bob')).toMatchObject({ code: 'NOT_ALLOWED' });
    });

    it.each<[string, Caller]>([
      ['another service that may use passes', service('external:ci')],
      ['an administrator', admin('erin')],
      ['a person of that name', person(EXECUTOR)],
    ])('is not for %s, neither to ask for nor to use', (_who, caller) => {
      expect(
        consume(approvedRun('service'), { caller, initiator: ref('alice') }),
      ).toMatchObject({ code: 'NOT_ALLOWED' });
      const asking = new History(policy([{}]), {
        caller,
        requester: caller.kind === 'service' ? ref('alice') : undefined,
        execution: { kind: 'scaffolder', id: '2', executor: EXECUTOR },
      });
      expect(asking.events).toEqual([]);
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
