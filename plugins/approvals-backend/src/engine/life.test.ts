import {
  admin,
  delegateOf,
  History,
  person,
  policy,
  ref,
  service,
} from './__testUtils__/history';
import { Caller, Input, Step, step } from '.';

const alice = person('alice');
const erin = admin('erin');
const bob = person('bob');

function twoRounds(execution?: { kind: string; id: string }): History {
  const history = new History(policy([{}], { requestTtl: 'P1D' }), {
    caller: service(),
    requester: ref('alice'),
    execution,
  });
  history.found(0, [['bob']]);
  history.wait(60_000).decide(bob, 'request_changes');
  return history;
}

function create(settings: Partial<Extract<Input, { type: 'create' }>>) {
  return step(
    { status: 'new', definition: policy([{}]), policyVersion: 3 },
    {
      type: 'create',
      now: '2026-11-24T09:00:00.000Z',
      id: 'request-1',
      caller: alice,
      subject: { type: 'demo', id: '1', title: 'One' },
      digest: 'digest-1',
      unknownPeople: [],
      ...settings,
    },
  );
}

describe('asking', () => {
  it.each<[string, Parameters<typeof create>[0], string]>([
    [
      'a person names another requester',
      { requester: ref('bob') },
      'NOT_ALLOWED',
    ],
    [
      'a person names who is involved',
      { involved: [ref('bob')] },
      'NOT_ALLOWED',
    ],
    [
      'a person asks for an execution',
      { execution: { kind: 'ci', id: '1' } },
      'NOT_ALLOWED',
    ],
    [
      'a service without that permission does',
      {
        caller: service('ci', false),
        requester: ref('alice'),
        execution: { kind: 'ci', id: '1' },
      },
      'NOT_ALLOWED',
    ],
    ['a service names no requester', { caller: service() }, 'INVALID_INPUT'],
    [
      'the subject is of another type',
      { subject: { type: 'other', id: '1', title: 'One' } },
      'SUBJECT_TYPE',
    ],
    [
      'the requester is not of the catalog',
      {
        caller: service(),
        requester: ref('ghost'),
        unknownPeople: [ref('ghost')],
      },
      'PERSON_UNKNOWN',
    ],
  ])('is refused when %s', (_what, settings, code) => {
    expect(create(settings)).toMatchObject({ kind: 'refused', code });
  });

  it('keeps who asked, and through what', () => {
    const caller = person('alice', { actor: 'token:1' });
    expect(create({ caller })).toMatchObject({
      state: {
        requester: ref('alice'),
        actor: 'token:1',
        service: undefined,
        policyVersion: 3,
        round: 1,
        status: 'in_review',
      },
    });
  });
});

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

describe('rounds', () => {
  it('run group by group, and the request is approved after the last', () => {
    const history = new History(
      policy([{ parallelGroup: 1 }, { parallelGroup: 1 }, {}]),
    );
    history.found(0, [['bob']]);
    history.found(1, [['carol']]);
    history.approve('bob');
    expect(history.stage(2).status).toBe('waiting');
    history.approve('carol', 1);
    history.found(2, [['dave']]);
    history.approve('dave', 2);
    expect(history.state.status).toBe('approved');
    expect(history.state.pass).toBeUndefined();
  });

  it('close every other stage when one is rejected, and release all seats', () => {
    const history = new History(
      policy([{ parallelGroup: 1 }, { parallelGroup: 1 }, {}]),
    );
    history.found(0, [['bob', 'carol']]);
    history.found(1, [['dave']]);
    history.decide(bob, 'reject');
    expect(
      history.state.stages.map(({ status, reason }) => [status, reason]),
    ).toEqual([
      ['rejected', 'rejections'],
      ['closed', 'stage_rejected'],
      ['closed', 'stage_rejected'],
    ]);
    expect(history.task('carol').status).toBe('released');
    expect(history.task('dave', 1).status).toBe('released');
  });

  it('end by a request for changes, and start again with a resubmission', () => {
    const history = twoRounds();
    expect(history.state).toMatchObject({ status: 'changes_requested' });
    expect(history.stage(0)).toMatchObject({
      status: 'closed',
      reason: 'changes_requested',
    });
    history.wait(60_000).send({
      type: 'resubmit',
      now: history.now,
      caller: alice,
      digest: 'digest-2',
    });
    expect(history.state).toMatchObject({
      status: 'in_review',
      round: 2,
      digest: 'digest-2',
      expiresAt: '2026-11-25T09:02:00.000Z',
    });
    history.found(0, [['bob']]);
    history.approve('bob');
    expect(history.state.status).toBe('approved');
  });

  it.each<[string, Caller, string, string | undefined]>([
    ['the requester', alice, 'digest-2', undefined],
    ['the service that asked', service(), 'digest-2', undefined],
    ['another service', service('external:other'), 'digest-2', 'NOT_ALLOWED'],
    ['somebody else', bob, 'digest-2', 'NOT_ALLOWED'],
    [
      'a token of the requester',
      person('alice', { actor: 'token' }),
      'digest-2',
      'TOKEN_NOT_ALLOWED',
    ],
  ])('are resubmitted by %s', (_who, caller, digest, code) => {
    const history = twoRounds();
    const answer = history.send({
      type: 'resubmit',
      now: history.now,
      caller,
      digest,
    });
    expect(answer.kind === 'refused' ? answer.code : undefined).toBe(code);
  });

  it('keep the context of a request that is made for an execution', () => {
    const history = twoRounds({ kind: 'ci', id: '1' });
    const resubmit = (digest: string) =>
      history.send({
        type: 'resubmit',
        now: history.now,
        caller: alice,
        digest,
      });
    expect(resubmit('digest-2')).toMatchObject({ code: 'CONTEXT_INVALID' });
    expect(resubmit('digest-1').kind).toBe('stepped');
    expect(resubmit('digest-1')).toMatchObject({
      code: 'NOT_AWAITING_CHANGES',
    });
  });

  it('expire by the start of the round, also while changes are awaited', () => {
    const history = twoRounds();
    const expiry = { type: 'expiryDue' as const, round: 1 };
    expect(history.send({ ...expiry, now: history.now })).toMatchObject({
      events: [],
      again: '2026-11-25T09:00:00.000Z',
    });
    history.wait(24 * 3_600_000).send({ ...expiry, now: history.now });
    expect(history.state.status).toBe('expired');
    expect(
      history.send({
        type: 'resubmit',
        now: history.now,
        caller: alice,
        digest: 'digest-1',
      }),
    ).toMatchObject({ code: 'REQUEST_ENDED' });
  });
});

/** The code of a refusal, or `taken`. */
const outcomeOf = (answer: Step) =>
  answer.kind === 'refused' ? answer.code : 'taken';

describe('ending by a word', () => {
  const asked = () => {
    const history = new History(policy([{}]), {
      caller: service(),
      requester: ref('alice'),
    });
    history.found(0, [['bob']]);
    return history;
  };

  it.each<[string, 'withdraw' | 'cancel', Caller, string]>([
    ['the requester withdraws', 'withdraw', alice, 'taken'],
    [
      'a token of the requester withdraws',
      'withdraw',
      person('alice', { actor: 'token' }),
      'taken',
    ],
    ['the service that asked withdraws', 'withdraw', service(), 'taken'],
    ['an administrator withdraws', 'withdraw', erin, 'NOT_ALLOWED'],
    ['an administrator cancels', 'cancel', erin, 'taken'],
    ['the requester cancels', 'cancel', alice, 'NOT_ALLOWED'],
    [
      'a token of an administrator cancels',
      'cancel',
      admin('erin', { actor: 'token' }),
      'TOKEN_NOT_ALLOWED',
    ],
  ])('%s', (_what, type, caller, outcome) => {
    const history = asked();
    const input = { type, now: history.now, caller, textHash: 'why' };
    expect(outcomeOf(history.send(input))).toBe(outcome);
  });

  it.each([
    ['withdraw', alice, 'withdrawn'],
    ['cancel', erin, 'cancelled'],
  ] as const)(
    'closes stages and releases seats: %s',
    (type, caller, reason) => {
      const history = asked();
      const input = { type, now: history.now, caller, textHash: 'why' };
      history.send(input);
      expect(history.state.status).toBe(reason);
      expect(history.stage(0)).toMatchObject({ status: 'closed', reason });
      expect(history.task('bob').status).toBe('released');
      expect(outcomeOf(history.send(input))).toBe('REQUEST_ENDED');
    },
  );
});

describe('comments', () => {
  it.each<[string, Caller, string]>([
    ['the requester', alice, 'taken'],
    ['an approver', bob, 'taken'],
    ['who handed a seat on', person('carol'), 'taken'],
    ['an observer', person('dave'), 'taken'],
    ['a delegate', delegateOf('gina', 'bob'), 'taken'],
    ['an administrator', erin, 'taken'],
    ['somebody else', person('gina'), 'NOT_ALLOWED'],
    ['a service that did not ask', service(), 'NOT_ALLOWED'],
  ])('of %s', (_who, caller, outcome) => {
    const history = new History(policy([{}]));
    history.found(0, [['bob', 'carol']], { observers: [{ people: ['dave'] }] });
    history.reassign(person('carol'), 'carol', 'frank');
    const comment = { type: 'comment' as const, now: history.now, caller };
    expect(outcomeOf(history.send({ ...comment, textHash: 'words' }))).toBe(
      outcome,
    );
    expect(outcomeOf(history.send(comment))).toBe(
      outcome === 'taken' ? 'COMMENT_REQUIRED' : outcome,
    );
  });
});
