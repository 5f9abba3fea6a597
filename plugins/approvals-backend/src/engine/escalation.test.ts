import { LIMITS } from '@countersign/backstage-plugin-approvals-common';
import { ref } from './__testUtils__/callers';
import { RuleOutcome } from './__testUtils__/history';
import { DUE, HOUR, overdue } from './__testUtils__/overdue';

describe('escalation', () => {
  it('happens 0 to maxRepeats times, then it is told once, then nothing', () => {
    const history = overdue({
      onBreach: 'escalate',
      repeatEvery: 'PT1H',
      maxRepeats: 1,
    });
    history.wait(DUE).breach(0, [['dave', 'alice', 'bob']]);
    expect(history.events.at(-1)).toMatchObject({
      type: 'stage.escalated',
      actor: 'system:deadline',
      payload: { seats: [{ person: ref('dave') }] },
    });
    history.wait(HOUR).breach(0, [['erin']]);
    expect(history.task('erin').origin).toBe('escalated');
    history.wait(HOUR).breach(0, [['frank']]);
    expect(history.events.at(-1)).toMatchObject({
      type: 'stage.overdue',
      payload: { number: 2, reason: 'repeats_over' },
    });
    expect(history.stage(0).nextBreach).toBeUndefined();
  });

  it('only notifies once when it finds nobody new and nothing is repeated', () => {
    const history = overdue({ onBreach: 'escalate' });
    history.wait(DUE).breach(0, [['bob']]);
    expect(history.events.at(-1)).toMatchObject({
      type: 'stage.overdue',
      payload: { reason: 'nobody_new' },
    });
    expect(history.stage(0).nextBreach).toBeUndefined();
    expect(history.breach(0, [['dave']], { number: 0 })).toMatchObject({
      events: [],
    });
  });

  it('says whom it did not ask, and which rules failed', () => {
    const history = overdue({ onBreach: 'escalate' });
    const found = ['alice', 'dave', 'group:default/leads'];
    const failed = { failure: 'resolver' as const, message: 'no answer' };
    history.wait(DUE).breach(0, [found, failed]);
    expect(history.events.at(-1)).toMatchObject({
      type: 'stage.escalated',
      payload: {
        seats: [{ person: ref('dave') }],
        removed: [{ person: ref('alice') }],
        leftOut: [{ ref: 'group:default/leads', reason: 'not_a_user' }],
        failures: [{ rule: 1, failure: 'resolver', message: 'no answer' }],
      },
    });
  });

  it('makes approvers of observers, who keep no other seat', () => {
    const history = overdue({ onBreach: 'escalate' }, { observers: ['dave'] });
    history.wait(DUE).breach(0, [['dave']]);
    const { tasks } = history.stage(0);
    expect(tasks.filter(({ person }) => person === ref('dave'))).toMatchObject([
      { kind: 'observer', status: 'released' },
      { kind: 'approver', status: 'open', origin: 'escalated' },
    ]);
  });

  it.each<[string, RuleOutcome[], object]>([
    ['finds nobody', [[]], { reason: 'nobody_new', failures: [] }],
    ['finds nobody new', [['bob']], { reason: 'nobody_new', failures: [] }],
    [
      'fails',
      [{ failure: 'resolver', message: 'no answer' }],
      {
        reason: 'nobody_new',
        failures: [{ rule: 0, failure: 'resolver', message: 'no answer' }],
      },
    ],
    [
      'finds more people than a stage may have',
      [Array.from({ length: LIMITS.people - 1 }, (_, n) => `lead-${n}`)],
      { reason: 'too_many_people', failures: [] },
    ],
  ])('only notifies when it %s, and is tried again', (_, found, told) => {
    const history = overdue({ onBreach: 'escalate', repeatEvery: 'PT1H' });
    history.wait(DUE).breach(0, found);
    expect(history.events.at(-1)).toMatchObject({
      type: 'stage.overdue',
      payload: {
        number: 0,
        next: { number: 1, dueAt: '2026-11-24T14:00:00.000Z' },
        ...told,
      },
    });
    history.wait(HOUR).breach(0, [['dave']]);
    expect(history.events.at(-1)?.type).toBe('stage.escalated');
  });
});
