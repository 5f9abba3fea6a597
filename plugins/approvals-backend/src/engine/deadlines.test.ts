import { DeadlineDefinition } from '@countersign/backstage-plugin-approvals-common';
import { person, ref } from './__testUtils__/callers';
import { History } from './__testUtils__/history';
import { policy } from './__testUtils__/policies';

const HOUR = 60 * 60_000;
const DUE = 4 * HOUR;

function overdue(
  deadline: Partial<DeadlineDefinition>,
  people: string[] = ['bob', 'carol'],
): History {
  const history = new History(
    policy([
      {
        quorum: { mode: 'count', value: 2 },
        rejections: 2,
        deadline: {
          after: 'PT4H',
          onBreach: 'notify',
          ...(deadline.onBreach === 'escalate' && {
            escalateTo: [{ type: 'group', group: 'leads' }],
          }),
          ...deadline,
        },
      },
    ]),
  );
  history.found(0, [people]);
  return history;
}

const remind = (history: History) =>
  history.send({
    type: 'reminderDue',
    now: history.now,
    round: 1,
    stage: 0,
    leavers: [],
  });

describe('deadlines', () => {
  it('are set when the people are known, and never moved', () => {
    const history = overdue({ remindBefore: 'PT1H' }, ['bob']);
    const { dueAt, remindAt } = history.stage(0);
    expect([remindAt, dueAt]).toEqual([
      '2026-11-24T12:00:00.000Z',
      '2026-11-24T13:00:00.000Z',
    ]);
    history.wait(HOUR).retry(person('owner', { ownsPolicy: true }));
    history.found(0, [['bob', 'carol']]);
    expect(history.stage(0)).toMatchObject({ status: 'active', dueAt });
    expect(
      history.effects.filter(({ kind }) => kind === 'stage.breach'),
    ).toHaveLength(1);
  });

  it('remind the open seats once; a reminder that comes early comes again', () => {
    const history = overdue({ remindBefore: 'PT1H' });
    history.approve('bob');
    expect(remind(history)).toMatchObject({
      events: [],
      again: '2026-11-24T12:00:00.000Z',
    });
    history.wait(3 * HOUR);
    expect(remind(history)).toMatchObject({
      events: [{ type: 'stage.reminded', payload: { people: [ref('carol')] } }],
    });
    expect(remind(history)).toMatchObject({ events: [] });
  });

  it('that come early come again, and change nothing', () => {
    const history = overdue({ onBreach: 'reject' });
    expect(history.breach(0)).toMatchObject({
      events: [],
      again: '2026-11-24T13:00:00.000Z',
    });
  });

  it('notify, and repeat as often as the policy says', () => {
    const history = overdue({ repeatEvery: 'PT1H', maxRepeats: 2 });
    history.wait(DUE);
    for (const number of [0, 1, 2]) {
      expect(history.breach(0)).toMatchObject({
        events: [{ type: 'stage.overdue', payload: { number } }],
      });
      expect(history.wait(HOUR).breach(0, [], { number })).toMatchObject({
        events: [],
      });
    }
    expect(history.stage(0)).toMatchObject({ status: 'active' });
    expect(history.stage(0).nextBreach).toBeUndefined();
    expect(history.breach(0, [], { number: 3 })).toMatchObject({ events: [] });
  });

  it('escalate 0 to maxRepeats, then notify once, then nothing', () => {
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

  it('only notify when the escalation finds nobody new', () => {
    const history = overdue({ onBreach: 'escalate' });
    history.wait(DUE).breach(0, [['bob']]);
    expect(history.events.at(-1)).toMatchObject({
      type: 'stage.overdue',
      payload: { reason: 'nobody_new' },
    });
    expect(history.breach(0, [['dave']], { number: 0 })).toMatchObject({
      events: [],
    });
  });

  it('reject by the system, also a stage that is held', () => {
    const history = overdue({ onBreach: 'reject' }, ['bob']);
    expect(history.stage(0).status).toBe('held');
    history.wait(DUE).breach(0);
    expect(history.state).toMatchObject({
      status: 'rejected',
      reason: 'deadline',
    });
    expect(history.events.at(-1)?.actor).toBe('system:deadline');
    expect(history.task('bob').status).toBe('released');
  });

  it('approve by the system, in nobody’s name', () => {
    const history = overdue({ onBreach: 'approve' });
    history.wait(DUE).breach(0);
    expect(history.state.status).toBe('approved');
    expect(history.types().slice(-2)).toEqual([
      'stage.approved',
      'request.approved',
    ]);
    expect(history.events.at(-2)).toMatchObject({
      actor: 'system:deadline',
      payload: { reason: 'deadline', approved: 0 },
    });
    expect(history.stage(0).tasks.some(task => task.decision)).toBe(false);
  });

  it.each<[string, (history: History) => void, string[]]>([
    [
      'somebody has rejected',
      h => h.decide(person('bob'), 'reject'),
      ['bob', 'carol', 'dave'],
    ],
    ['the stage is held', () => undefined, ['bob']],
  ])('approve nothing when %s', (_why, happen, people) => {
    const history = overdue({ onBreach: 'approve' }, people);
    happen(history);
    history.wait(DUE).breach(0);
    expect(history.events.at(-1)).toMatchObject({
      type: 'stage.overdue',
      payload: { reason: 'not_approvable' },
    });
    expect(history.stage(0).nextBreach).toBeUndefined();
  });

  it('take leavers into account before they do anything', () => {
    const history = overdue({ onBreach: 'approve' });
    history.wait(DUE).breach(0, [], { leavers: [ref('bob')] });
    expect(history.stage(0)).toMatchObject({
      status: 'held',
      reason: 'not_enough_approvers',
    });
    expect(history.events.at(-1)?.type).toBe('stage.overdue');
  });

  it('are nothing to a stage that has ended', () => {
    const history = overdue({ onBreach: 'reject', remindBefore: 'PT1H' });
    history.approve('bob');
    history.approve('carol');
    const before = history.state;
    history.wait(DUE).breach(0, [], { number: 0 });
    remind(history);
    expect(history.state).toBe(before);
  });
});
