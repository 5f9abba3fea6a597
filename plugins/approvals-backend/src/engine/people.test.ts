import { admin, person, ref } from './__testUtils__/callers';
import { History, RuleOutcome } from './__testUtils__/history';
import { group, policy } from './__testUtils__/policies';

const erin = admin('erin');
const away: RuleOutcome = { failure: 'resolver', message: 'timed out' };
const crowd = (size: number, name = 'person') =>
  Array.from({ length: size }, (_, n) => `${name}-${n}`);

describe('finding the people of a stage', () => {
  it('starts with one search for each stage of the first group', () => {
    const history = new History(
      policy([{ parallelGroup: 1 }, { parallelGroup: 1 }, {}]),
    );
    expect(history.types()).toEqual([
      'request.created',
      'stage.resolving',
      'stage.resolving',
    ]);
    expect(history.effects.map(({ kind }) => kind)).toEqual([
      'stage.people',
      'stage.seats',
      'stage.people',
      'stage.seats',
    ]);
  });

  it('unites the rules: one seat for each person, who knows all rules that found them', () => {
    const history = new History(policy([{ approvers: [group(), group()] }]));
    history.found(0, [
      ['bob', 'carol'],
      ['carol', 'dave'],
    ]);
    expect(
      history.stage(0).tasks.map(task => [task.person, task.rules]),
    ).toEqual([
      [ref('bob'), [0]],
      [ref('carol'), [0, 1]],
      [ref('dave'), [1]],
    ]);
  });

  it('leaves out who is no user and what is no ref, and says so', () => {
    const history = new History(policy([{}]));
    history.found(0, [['bob', 'ghost', 'group:default/x', 'a b', 'c\0d']], {
      notUsers: ['Ghost'],
    });
    expect(history.stage(0).tasks).toHaveLength(1);
    expect(history.events.at(-1)?.payload).toMatchObject({
      leftOut: [
        { ref: ref('ghost'), reason: 'not_a_user' },
        { ref: 'group:default/x', reason: 'not_a_user' },
        { ref: 'a b', reason: 'not_a_ref' },
        { ref: 'c\uFFFDd', reason: 'not_a_ref' },
      ],
    });
  });

  it('keeps the requester, the agent that asked and the involved from a seat', () => {
    const history = new History(policy([{}]), {
      caller: {
        ...person('svc'),
        kind: 'service',
        ref: 'external:ci',
        actor: ref('robot'),
      },
      requester: ref('alice'),
      involved: [ref('carol')],
    });
    history.found(0, [['alice', 'bob', 'carol', 'robot']]);
    expect(history.events.at(-1)?.payload).toMatchObject({
      seats: [{ person: ref('bob') }],
      removed: [
        { person: ref('alice'), reason: 'requester' },
        { person: ref('carol'), reason: 'involved' },
        { person: ref('robot'), reason: 'requester' },
      ],
    });
  });

  it('lets the requester decide where the policy allows it', () => {
    const history = new History(
      policy([{}], {
        separationOfDuties: {
          forbidSelfApproval: false,
          forbidRepeatApprovers: false,
        },
      }),
    );
    history.found(0, [['alice']]);
    history.approve('alice');
    expect(history.state.status).toBe('approved');
  });

  it.each<[string, 'hold' | 'skip' | 'reject', object, string[], string]>([
    ['nobody found', 'hold', {}, [], 'held'],
    ['nobody found', 'skip', {}, [], 'skipped'],
    ['nobody found', 'reject', {}, [], 'rejected'],
    ['nobody found by a required rule', 'skip', { required: true }, [], 'held'],
    ['nobody found by a min rule', 'skip', { min: 1 }, [], 'held'],
    ['only the requester found', 'skip', {}, ['alice'], 'held'],
    ['only the requester found', 'reject', {}, ['alice'], 'rejected'],
    ['only a stranger found', 'skip', {}, ['ghost'], 'held'],
    ['a rule left short', 'reject', { min: 2 }, ['bob'], 'rejected'],
    ['a rule left short', 'hold', { min: 2 }, ['bob'], 'held'],
  ])(
    '%s under %s: %j finding %j is %s',
    (_what, onNoApprovers, demands, people, status) => {
      const history = new History(
        policy([{ onNoApprovers, approvers: [group(demands)] }]),
      );
      history.found(0, [people], { notUsers: ['ghost'] });
      expect(history.stage(0).status).toBe(status);
      expect(history.state.status).toBe(
        { held: 'in_review', skipped: 'approved', rejected: 'rejected' }[
          status
        ],
      );
    },
  );

  it('holds a stage with more than 1,000 people, and seats nobody', () => {
    const history = new History(policy([{}]));
    history.found(0, [crowd(1_001)]);
    expect(history.stage(0)).toMatchObject({
      status: 'held',
      reason: 'too_many_people',
      tasks: [],
    });
    history.retry(erin);
    history.found(0, [crowd(1_000)]);
    expect(history.stage(0).tasks).toHaveLength(1_000);
    expect(history.stage(0).status).toBe('active');
  });

  it('seats at most 1,000 observers, says how many it left out, and no approver among them', () => {
    const history = new History(policy([{}]));
    history.found(0, [['person-0', 'person-1']], {
      observers: [
        { people: crowd(1_010) },
        away as { failure: 'resolver'; message: string },
      ],
    });
    const kinds = history.stage(0).tasks.map(({ kind }) => kind);
    expect(kinds.filter(kind => kind === 'observer')).toHaveLength(1_000);
    expect(kinds.filter(kind => kind === 'approver')).toHaveLength(2);
    expect(history.events.at(-1)?.payload).toMatchObject({
      observersLeftOut: 8,
      observerFailures: [{ rule: 1, failure: 'resolver' }],
    });
  });

  it('adds by a retry, takes nobody’s seat, and seats nobody again who handed theirs on', () => {
    const history = new History(policy([{ quorum: { mode: 'all' } }]));
    history.found(0, [['bob', 'carol', 'dave']]);
    history.reassign(person('carol'), 'carol', 'frank');
    history.approve('dave');
    history.retry(erin);
    history.found(0, [['carol', 'gina']]);
    expect(
      history.stage(0).tasks.map(({ person: who, status }) => [who, status]),
    ).toEqual([
      [ref('bob'), 'open'],
      [ref('carol'), 'reassigned'],
      [ref('dave'), 'decided'],
      [ref('frank'), 'open'],
      [ref('gina'), 'open'],
    ]);
    expect(history.events.at(-1)?.payload).toMatchObject({
      removed: [{ person: ref('carol'), reason: 'handed_on' }],
      need: 4,
    });
  });

  it('takes the seats of leavers when it looks again', () => {
    const history = new History(policy([{ quorum: { mode: 'all' } }]));
    history.found(0, [['bob', 'carol']]);
    history.approve('bob');
    history.retry(erin);
    history.found(0, [['bob']], { leavers: [ref('carol')] });
    expect(history.task('carol').status).toBe('withdrawn');
    expect(history.state.status).toBe('approved');
  });

  it('looks for leavers once a day, and stops when the stage has ended', () => {
    const history = new History(policy([{}]));
    history.found(0, [['bob', 'carol']]);
    const check = () =>
      history.send({
        type: 'seatsChecked',
        now: history.now,
        round: 1,
        stage: 0,
        leavers: [ref('carol')],
      });
    expect(check()).toMatchObject({ again: '2026-11-25T09:00:00.000Z' });
    expect(history.task('carol').status).toBe('withdrawn');
    expect(check()).toMatchObject({ events: [] });
    history.approve('bob');
    expect(check()).toMatchObject({ events: [], again: undefined });
  });

  it('looks for leavers no more when the stage ends without them', () => {
    const history = new History(policy([{ quorum: { mode: 'all' } }]));
    history.found(0, [['bob', 'carol']]);
    history.approve('bob');
    const checked = history.send({
      type: 'seatsChecked',
      now: history.now,
      round: 1,
      stage: 0,
      leavers: [ref('carol')],
    });
    expect(checked).toMatchObject({
      events: [
        { type: 'task.withdrawn' },
        { type: 'stage.approved' },
        { type: 'request.approved' },
      ],
      again: undefined,
    });
  });
});
