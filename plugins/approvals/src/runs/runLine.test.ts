import type { Request } from '@countersign/backstage-plugin-approvals-common';
import { request } from '../__testUtils__/fixtures';
import { ownRequest, pass, run } from '../__testUtils__/runs';
import type { T } from '../translation';
import { runLine } from './runLine';

/** Says the key of a text. */
const t = ((key: string) => key) as unknown as T;

const approved = (more: Partial<Request> = {}) =>
  ownRequest({ status: 'approved', pass: pass(), ...more });

const others = (shown: Request) => ({ ...shown, viewer: request().viewer });

describe('the line about a run', () => {
  it.each([
    ['in review', ownRequest(), {}, 'run.line.waits'],
    [
      'changes are wanted',
      ownRequest({ status: 'changes_requested' }),
      {},
      'run.line.waitsForChanges',
    ],
    [
      'approved, and the reader may let it go on',
      approved(),
      { canResume: true },
      'run.line.waitsForYou',
    ],
    [
      'approved, and somebody else may',
      others(approved()),
      {},
      'run.line.waitsFor',
    ],
    ['approved, and a service may', approved(), {}, 'run.line.byItself'],
    [
      'approved, and a service may, as somebody else reads',
      others(approved()),
      { waitsFor: 'service' as const },
      'run.line.byItself',
    ],
    [
      'approved, and it stopped for another reason',
      approved(),
      { message: 'It waits for another approval now' },
      'run.line.stopped',
    ],
    [
      'approved too long ago',
      approved({ pass: pass('over') }),
      {},
      'run.line.tooLate',
    ],
    [
      'approved, and taken back',
      others(approved({ pass: pass('revoked') })),
      {},
      'run.line.tooLate',
    ],
    ['rejected', ownRequest({ status: 'rejected' }), {}, 'run.line.refused'],
    [
      'rejected, where nobody can say whether it goes on',
      ownRequest({ status: 'rejected' }),
      { goesOnWhenRejected: undefined },
      'run.line.notApproved',
    ],
    [
      'rejected, where it goes on all the same',
      ownRequest({ status: 'rejected' }),
      { goesOnWhenRejected: true },
      'run.line.goesOnKnowing',
    ],
    [
      'rejected, and it was tried again',
      ownRequest({ status: 'rejected' }),
      { state: 'failed' as const },
      'run.line.refused',
    ],
    [
      'approved, and it failed',
      approved(),
      { state: 'failed' as const },
      'run.line.failed',
    ],
    ['done', approved(), { state: 'done' as const }, 'run.line.done'],
    [
      'gone around',
      ownRequest(),
      { state: 'bypassed' as const },
      'run.line.bypassed',
    ],
  ])('tells what it waits for when %s', (_, shown, more, line) => {
    expect(
      runLine(t, { request: shown, run: run(more), requester: 'Bob Berg' }),
    ).toBe(line);
  });

  it('tells in the server’s words why the reader cannot let it go on', () => {
    const shown = approved();
    shown.viewer.actions.resume = {
      allowed: false,
      message: 'A token cannot do this.',
    };
    expect(
      runLine(t, { request: shown, run: run(), requester: 'Bob Berg' }),
    ).toBe('A token cannot do this.');
  });
});
