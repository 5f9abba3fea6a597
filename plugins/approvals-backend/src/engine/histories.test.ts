import { StageDefinition } from '@countersign/backstage-plugin-approvals-common';
import { admin, delegateOf, person, ref } from './__testUtils__/callers';
import { History } from './__testUtils__/history';
import { group, policy } from './__testUtils__/policies';

const DAY = 24 * 60 * 60_000;
const bob = person('bob');
const erin = admin('erin');
const repeatForbidden = {
  separationOfDuties: { forbidSelfApproval: true, forbidRepeatApprovers: true },
};
const escalating: Pick<StageDefinition, 'deadline'> = {
  deadline: {
    after: 'P1D',
    onBreach: 'escalate',
    escalateTo: [{ type: 'group', group: 'group:default/leads' }],
  },
};
const parallel = (count = 1) => [
  { parallelGroup: 1, quorum: { mode: 'count' as const, value: count } },
  { parallelGroup: 1, quorum: { mode: 'count' as const, value: count } },
];

describe('histories that a first design got wrong', () => {
  it('holds a stage whose required person asks, though ten others could decide', () => {
    const history = new History(
      policy([
        {
          onNoApprovers: 'skip',
          approvers: [group({ required: true }), group()],
        },
      ]),
    );
    const others = Array.from({ length: 10 }, (_, n) => `other-${n}`);
    history.found(0, [['alice'], others]);
    expect(history.stage(0)).toMatchObject({
      status: 'held',
      reason: 'rule_unreachable',
    });
    expect(history.stage(0).tasks).toHaveLength(10);
  });

  it('holds a stage under `skip` whose only approver asks', () => {
    const history = new History(policy([{ onNoApprovers: 'skip' }]));
    history.found(0, [['alice']]);
    expect(history.stage(0)).toMatchObject({
      status: 'held',
      reason: 'no_approvers',
    });
  });

  it('holds a stage under `skip` when all abstain', () => {
    const history = new History(policy([{ onNoApprovers: 'skip' }]));
    history.found(0, [['bob', 'carol']]);
    history.decide(bob, 'abstain');
    expect(history.stage(0).status).toBe('active');
    history.decide(person('carol'), 'abstain');
    expect(history.stage(0)).toMatchObject({
      status: 'held',
      reason: 'no_approvers',
    });
  });

  it('goes on when all abstain while an escalated seat is open', () => {
    const history = new History(
      policy([
        { quorum: { mode: 'all' }, onNoApprovers: 'reject', ...escalating },
      ]),
    );
    history.found(0, [['bob', 'carol']]);
    history.wait(DAY).breach(0, [['dave']]);
    history.decide(bob, 'abstain');
    history.decide(person('carol'), 'abstain');
    expect(history.stage(0).status).toBe('active');
    history.approve('dave');
    expect(history.state.status).toBe('approved');
  });

  it('holds the second of two parallel stages that have one person alone, neither skipped nor stuck', () => {
    const history = new History(
      policy(
        parallel().map(stage => ({ ...stage, onNoApprovers: 'skip' as const })),
        repeatForbidden,
      ),
    );
    history.found(0, [['bob']]);
    history.found(1, [['bob']]);
    history.approve('bob', 0);
    expect(history.stage(0).status).toBe('approved');
    expect(history.task('bob', 1)).toMatchObject({
      status: 'withdrawn',
      withdrawnReason: 'barred',
    });
    expect(history.stage(1)).toMatchObject({
      status: 'held',
      reason: 'no_approvers',
    });
    history.assign(erin, 'carol', 1);
    history.approve('carol', 1);
    expect(history.state.status).toBe('approved');
  });

  it('bars from a stage whose people are still being found whoever approves its sibling meanwhile', () => {
    const history = new History(policy(parallel(), repeatForbidden));
    history.found(0, [['bob', 'carol']]);
    history.approve('bob', 0);
    history.found(1, [['bob', 'carol']]);
    expect(history.stage(1).tasks.map(task => task.person)).toEqual([
      ref('carol'),
    ]);
    expect(history.events.at(-1)?.payload).toMatchObject({
      removed: [{ person: ref('bob'), reason: 'approved_another_stage' }],
    });
  });

  it('seats no delegate who decided in the stage, neither by escalation nor by an assignment', () => {
    const history = new History(
      policy([{ quorum: { mode: 'count', value: 2 }, ...escalating }]),
    );
    history.found(0, [['bob', 'carol']]);
    history.decide(delegateOf('dave', 'bob'), 'approve', { of: 'bob' });
    expect(history.assign(erin, 'dave')).toMatchObject({
      code: 'REPEAT_APPROVER',
    });
    history.wait(DAY).breach(0, [['dave']]);
    expect(history.events.at(-1)).toMatchObject({
      type: 'stage.overdue',
      payload: { reason: 'nobody_new' },
    });
    expect(() => history.task('dave')).toThrow('no seat');
  });

  it('lets an observer decide as the delegate of an approver', () => {
    const history = new History(policy([{}]));
    history.found(0, [['bob']], { observers: [{ people: ['dave'] }] });
    expect(history.decide(person('dave'), 'approve')).toMatchObject({
      code: 'NOT_ASSIGNED',
    });
    history.decide(delegateOf('dave', 'bob'), 'approve', { of: 'bob' });
    expect(history.state.status).toBe('approved');
    expect(history.task('bob').decision).toMatchObject({
      by: ref('dave'),
      onBehalfOf: ref('bob'),
    });
  });

  it('frees a stage held by a required rule with an assignment', () => {
    const history = new History(
      policy([{ approvers: [group(), group({ required: true })] }]),
    );
    history.found(0, [['bob'], ['alice']]);
    expect(history.stage(0).reason).toBe('rule_unreachable');
    history.assign(erin, 'carol');
    expect(history.stage(0).status).toBe('active');
    expect(history.task('carol')).toMatchObject({
      origin: 'assigned',
      rules: [1],
    });
    history.approve('bob');
    expect(history.state.status).toBe('in_review');
    history.approve('carol');
    expect(history.state.status).toBe('approved');
  });

  it('goes on by escalation when a stage with a deadline is held from the start', () => {
    const history = new History(
      policy([{ quorum: { mode: 'count', value: 2 }, ...escalating }]),
    );
    history.found(0, [['bob']]);
    expect(history.stage(0)).toMatchObject({
      status: 'held',
      reason: 'not_enough_approvers',
    });
    history.wait(DAY).breach(0, [['dave']]);
    expect(history.stage(0).status).toBe('active');
    history.approve('bob');
    history.approve('dave');
    expect(history.state.status).toBe('approved');
  });

  it('keeps the need when a seat of escalated origin is handed on', () => {
    const history = new History(
      policy([{ quorum: { mode: 'all' }, ...escalating }]),
    );
    history.found(0, [['bob']]);
    history.wait(DAY).breach(0, [['dave']]);
    history.reassign(person('dave'), 'dave', 'frank');
    expect(history.task('frank')).toMatchObject({
      origin: 'escalated',
      replaces: history.task('dave').id,
    });
    history.approve('frank');
    expect(history.state.status).toBe('approved');
  });

  it('needs 11 of 20 for 55 %', () => {
    const people = Array.from({ length: 20 }, (_, n) => `person-${n}`);
    const history = new History(
      policy([{ quorum: { mode: 'percentage', value: 55 } }]),
    );
    history.found(0, [people]);
    people.slice(0, 10).forEach(name => history.approve(name));
    expect(history.state.status).toBe('in_review');
    history.approve(people[10]);
    expect(history.state.status).toBe('approved');
  });

  it('knows Alice as `User:default/Alice`, so she is not asked about what she asked for', () => {
    const history = new History(policy([{}]));
    history.found(0, [['User:default/Alice', 'BOB', 'user:Default/bob']]);
    expect(history.stage(0).tasks.map(task => task.person)).toEqual([
      ref('bob'),
    ]);
  });

  it('ignores people found for the round before', () => {
    const history = new History(policy([{}]));
    history.found(0, [['bob']]);
    history.decide(bob, 'request_changes');
    history.send({
      type: 'resubmit',
      now: history.now,
      caller: person('alice'),
      digest: 'digest-2',
    });
    const before = history.state;
    history.found(0, [['mallory']], { round: 1, attempt: 1 });
    expect(history.state).toEqual(before);
  });

  it('gives a delegate and an overriding administrator the first answer when they decide the same twice', () => {
    const history = new History(
      policy([{ quorum: { mode: 'count', value: 2 } }, {}]),
    );
    history.found(0, [['bob', 'carol']]);
    const dave = delegateOf('dave', 'bob');
    history.decide(dave, 'approve', { of: 'bob' });
    history.decide(erin, 'approve', { of: 'carol', override: true });
    const before = history.state;
    const noLonger = person('dave', { isUser: false });
    expect(history.decide(dave, 'approve', { of: 'bob' }).kind).toBe(
      'repeated',
    );
    expect(history.decide(noLonger, 'approve', { of: 'bob' }).kind).toBe(
      'repeated',
    );
    expect(history.decide(erin, 'approve', { of: 'carol' }).kind).toBe(
      'repeated',
    );
    expect(history.decide(dave, 'reject', { of: 'bob' })).toMatchObject({
      code: 'ALREADY_DECIDED',
    });
    expect(history.state).toEqual(before);
  });

  it('counts an `all` stage again when its last open seat belongs to somebody who left', () => {
    const history = new History(policy([{ quorum: { mode: 'all' } }]));
    history.found(0, [['bob', 'carol']]);
    history.approve('bob');
    const check = {
      type: 'seatsChecked' as const,
      now: history.now,
      round: 1,
      stage: 0,
    };
    history.send({ ...check, leavers: [] });
    expect(history.state.status).toBe('in_review');
    history.send({ ...check, leavers: [ref('carol')] });
    expect(history.task('carol')).toMatchObject({
      status: 'withdrawn',
      withdrawnReason: 'not_a_user',
    });
    expect(history.state.status).toBe('approved');
  });

  it('gives the rules to somebody who is assigned while their seat is open', () => {
    const history = new History(
      policy([{ approvers: [group(), group({ min: 1 })] }]),
    );
    history.found(0, [['bob'], []]);
    const seat = history.task('bob').id;
    history.assign(erin, 'bob');
    expect(history.stage(0)).toMatchObject({ status: 'active' });
    expect(history.task('bob')).toMatchObject({
      id: seat,
      origin: 'assigned',
      rules: [0, 1],
    });
    history.approve('bob');
    expect(history.state.status).toBe('approved');
  });

  it('tells of a breach while nobody could be found, and seats nobody', () => {
    const history = new History(policy([escalating]));
    history.found(0, [{ failure: 'expression', message: 'no such field' }]);
    expect(history.stage(0)).toMatchObject({
      status: 'held',
      reason: 'expression_failed',
    });
    history.wait(DAY).breach(0, [['dave']]);
    expect(history.events.at(-1)).toMatchObject({
      type: 'stage.overdue',
      payload: { reason: 'people_not_known' },
    });
    expect(history.stage(0).tasks).toEqual([]);
  });

  it('makes a member by a retry of who came by escalation, once the group is repaired', () => {
    const history = new History(
      policy([
        {
          quorum: { mode: 'all' },
          approvers: [group(), group({ required: true })],
          ...escalating,
        },
      ]),
    );
    history.found(0, [['bob'], []]);
    history.wait(DAY).breach(0, [['dave']]);
    history.approve('dave');
    expect(history.stage(0)).toMatchObject({
      status: 'held',
      reason: 'rule_unreachable',
    });
    history.retry(erin);
    history.found(0, [['bob'], ['dave']]);
    expect(history.task('dave')).toMatchObject({
      status: 'decided',
      origin: 'rule',
      rules: [1],
    });
    expect(history.stage(0).status).toBe('active');
    history.approve('bob');
    expect(history.state.status).toBe('approved');
  });

  it('holds, and never rejects, a stage whose only person is taken by an approval of its sibling', () => {
    const history = new History(
      policy(
        parallel().map(stage => ({
          ...stage,
          onNoApprovers: 'reject' as const,
        })),
        repeatForbidden,
      ),
    );
    history.found(0, [['bob']]);
    history.found(1, [['bob']]);
    history.approve('bob', 0);
    expect(history.stage(1)).toMatchObject({
      status: 'held',
      reason: 'no_approvers',
    });
    expect(history.state.status).toBe('in_review');
  });
});
