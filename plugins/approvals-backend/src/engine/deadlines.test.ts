import { DeadlineDefinition } from '@countersign/backstage-plugin-approvals-common';
import { person, ref } from './__testUtils__/callers';
import { History } from './__testUtils__/history';
import { DUE, HOUR, overdue, remind } from './__testUtils__/overdue';

/** Nobody but Carol is missing; without her it is approved. */
function onlyCarolMissing(deadline: Partial<DeadlineDefinition>): History {
  const history = overdue(deadline, { stage: { quorum: { mode: 'all' } } });
  history.approve('bob');
  return history;
}

const APPROVED = ['task.withdrawn', 'stage.approved', 'request.approved'];

describe('deadlines', () => {
  it('are set when the people are known, and never moved', () => {
    const history = overdue({ remindBefore: 'PT1H' }, { people: ['bob'] });
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

  it('are set, too, while nobody knows the people', () => {
    const history = overdue(
      { remindBefore: 'PT1H' },
      { people: { failure: 'expression', message: 'no such key' } },
    );
    expect(history.stage(0)).toMatchObject({
      status: 'held',
      reason: 'expression_failed',
    });
    expect(history.effects.slice(-2)).toMatchObject([
      { kind: 'stage.reminder', dueAt: '2026-11-24T12:00:00.000Z' },
      { kind: 'stage.breach', dueAt: '2026-11-24T13:00:00.000Z' },
    ]);
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

  it('remind whoever stays, once the seats of leavers are taken', () => {
    const people = ['bob', 'carol', 'dave'];
    const history = overdue({ remindBefore: 'PT1H' }, { people });
    history.wait(3 * HOUR);
    expect(remind(history, ['bob'])).toMatchObject({
      events: [
        { type: 'task.withdrawn', payload: { person: ref('bob') } },
        {
          type: 'stage.reminded',
          actor: 'system:deadline',
          payload: { people: [ref('carol'), ref('dave')] },
        },
      ],
    });
  });

  it('remind nobody of a stage that ends without its leavers', () => {
    const history = onlyCarolMissing({ remindBefore: 'PT1H' });
    const before = history.events.length;
    history.wait(3 * HOUR);
    remind(history, ['carol']);
    expect(history.types(before)).toEqual(APPROVED);
  });

  it('remind nobody of a stage in which no seat is open', () => {
    const history = overdue({ remindBefore: 'PT1H' }, { people: ['bob'] });
    history.approve('bob');
    expect(history.stage(0).status).toBe('held');
    history.wait(3 * HOUR);
    expect(remind(history)).toMatchObject({ events: [] });
  });

  it('do nothing to a stage that ends without its leavers', () => {
    const history = onlyCarolMissing({ onBreach: 'reject' });
    const before = history.events.length;
    history.wait(DUE).breach(0, [], { leavers: [ref('carol')] });
    expect(history.types(before)).toEqual(APPROVED);
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

  it('repeat three times unless the policy says how often', () => {
    const history = overdue({ repeatEvery: 'PT1H' });
    history.wait(DUE);
    for (let hour = 0; hour < 6; hour++) {
      history.breach(0);
      history.wait(HOUR);
    }
    const told = history.types().filter(type => type === 'stage.overdue');
    expect(told).toHaveLength(4);
  });

  it('tell everybody who is seated, those who have decided, too', () => {
    const people = ['bob', 'carol', 'dave'];
    const history = overdue({}, { people });
    history.approve('bob');
    history.wait(DUE).breach(0);
    expect(history.events.at(-1)).toMatchObject({
      type: 'stage.overdue',
      payload: { people: people.map(ref) },
    });
  });

  it('reject by the system, also a stage that is held', () => {
    const history = overdue({ onBreach: 'reject' }, { people: ['bob'] });
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
      payload: { reason: 'deadline', need: 2, approved: 0 },
    });
    const { tasks } = history.stage(0);
    expect(tasks.some(task => task.decision)).toBe(false);
    expect(tasks.map(({ status }) => status)).toEqual(['released', 'released']);
  });

  it.each<[string, (history: History) => void, string[]]>([
    [
      'somebody has rejected',
      h => h.decide(person('bob'), 'reject'),
      ['bob', 'carol', 'dave'],
    ],
    ['the stage is held', () => undefined, ['bob']],
  ])('approve nothing when %s', (_why, happen, people) => {
    const history = overdue({ onBreach: 'approve' }, { people });
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
