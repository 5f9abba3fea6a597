import { BOB, CAROL, request, stage, task } from '../../__testUtils__/fixtures';
import { withDecision } from './optimistic';

const sent = {
  taskId: 'task-bob',
  decision: 'approve' as const,
  by: BOB,
  at: '2026-11-24T10:00:00.000Z',
};

describe('a decision that was just sent', () => {
  it('shows on its own seat and on no other', () => {
    const shown = withDecision(
      request({ stages: [stage({ tasks: [task(BOB), task(CAROL)] })] }),
      sent,
    );
    expect(shown.stages[0].tasks.map(({ status }) => status)).toEqual([
      'decided',
      'open',
    ]);
    expect(shown.stages[0].tasks[0].decision?.by).toBe(BOB);
  });

  it("gives way to the server's answer", () => {
    const answer = request({
      stages: [stage({ tasks: [task(BOB, { status: 'released' })] })],
    });
    expect(withDecision(answer, sent)).toEqual(answer);
  });

  it('leaves the request as it is when nothing was sent', () => {
    const untouched = request();
    expect(withDecision(untouched)).toBe(untouched);
  });
});
