import type { Event } from '@countersign/backstage-plugin-approvals-common';
import { isQuiet, markOf } from './eventFacts';

const event = (type: string, payload: Event['payload'] = {}): Event => ({
  id: type,
  stream: 'request:r1',
  seq: 1,
  type,
  at: '2026-11-24T09:00:00.000Z',
  actor: 'system:runs',
  payload,
  previousHash: '',
  hash: '',
});

describe('a line of history', () => {
  it.each([
    ['task.decided', 'abstain'],
    ['pass.consumed', 'goes'],
    ['run.resumed', 'goes'],
    ['run.done', 'approve'],
    ['run.failed', 'reject'],
    ['run.cancelled', 'end'],
    ['run.gone', 'held'],
    ['run.given_up', 'held'],
    ['run.bypassed', 'late'],
    ['pass.created', 'step'],
  ])('of the type %s has the mark %s', (type, mark) => {
    expect(markOf(event(type, { decision: 'abstain' }))).toBe(mark);
  });

  it('that a run goes on is left out where the pass has told it', () => {
    const resumed = event('run.resumed');
    const taken = event('pass.consumed');
    expect(isQuiet(resumed, [taken, resumed])).toBe(true);
    expect(isQuiet(taken, [taken, resumed])).toBe(false);
    const again = { ...event('run.resumed'), id: 'again' };
    expect(isQuiet(again, [taken, resumed, again])).toBe(false);
    // After a refusal there is no pass to take.
    expect(isQuiet(resumed, [event('request.rejected'), resumed])).toBe(false);
  });
});
