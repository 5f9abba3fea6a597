import {
  admin,
  delegateOf,
  person,
  ref,
  service,
} from './__testUtils__/callers';
import { History } from './__testUtils__/history';
import { policy } from './__testUtils__/policies';
import { Caller, Input, Step, step } from '.';

const alice = person('alice');
const erin = admin('erin');
const bob = person('bob');

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
