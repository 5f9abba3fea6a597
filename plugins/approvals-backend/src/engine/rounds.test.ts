import { person, ref, service } from './__testUtils__/callers';
import { History } from './__testUtils__/history';
import { policy } from './__testUtils__/policies';
import { Caller } from '.';

const alice = person('alice');
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

  it('tell one parallel group from the next', () => {
    const history = new History(
      policy([
        { parallelGroup: 1 },
        { parallelGroup: 2 },
        { parallelGroup: 2 },
      ]),
    );
    expect(history.state.stages.map(({ status }) => status)).toEqual([
      'resolving',
      'waiting',
      'waiting',
    ]);
    history.found(0, [['bob']]);
    history.approve('bob');
    expect(history.state.stages.map(({ status }) => status)).toEqual([
      'approved',
      'resolving',
      'resolving',
    ]);
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

  it('count the stage of a decision first, then those that lost a seat by it', () => {
    const history = new History(
      policy(
        [
          { parallelGroup: 1 },
          {
            parallelGroup: 1,
            quorum: { mode: 'count', value: 2 },
            rejections: 2,
          },
        ],
        {
          separationOfDuties: {
            forbidSelfApproval: true,
            forbidRepeatApprovers: true,
          },
        },
      ),
    );
    history.found(0, [['bob']]);
    history.found(1, [['bob', 'carol', 'dave']]);
    history.decide(person('carol'), 'reject', { stage: 1 });
    history.approve('bob', 0);
    expect(history.stage(0).status).toBe('approved');
    expect(history.stage(1)).toMatchObject({
      status: 'rejected',
      reason: 'quorum_unreachable',
    });
    expect(history.types().slice(-5)).toEqual([
      'task.decided',
      'stage.approved',
      'task.withdrawn',
      'stage.rejected',
      'request.rejected',
    ]);
  });

  it('forget who approved in the round before', () => {
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
    history.decide(person('carol'), 'request_changes', { stage: 1 });
    history.send({
      type: 'resubmit',
      now: history.now,
      caller: alice,
      digest: 'digest-2',
    });
    history.found(0, [['carol']]);
    history.approve('carol');
    history.found(1, [['bob']]);
    history.approve('bob', 1);
    expect(history.state.status).toBe('approved');
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

  it('do not start with an answer that was written for another round', () => {
    const history = twoRounds();
    const resubmit = (round: number) =>
      history.send({
        type: 'resubmit',
        now: history.now,
        caller: alice,
        digest: 'digest-2',
        round,
      });
    const { round } = history.state;
    expect(resubmit(round + 1)).toMatchObject({ code: 'NOT_AWAITING_CHANGES' });
    expect(resubmit(round).kind).toBe('stepped');
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
