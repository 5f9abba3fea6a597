import type {
  Request,
  Run,
  RunState,
} from '@countersign/backstage-plugin-approvals-common';
import type { T } from '../translation';

type About = {
  request: Pick<Request, 'status' | 'pass' | 'viewer'>;
  run: Pick<
    Run,
    'state' | 'message' | 'canResume' | 'goesOnWhenRejected' | 'waitsFor'
  >;
  /** The name of whoever asked. */
  requester: string;
};

/** How a run stands, as people are told: one that was refused waits for nothing. */
export type Standing = RunState | 'stopped';

/** How a run stands, in view of its request. */
export function standingOf(
  request: Pick<Request, 'status'>,
  run: Pick<Run, 'state' | 'goesOnWhenRejected'>,
): Standing {
  const isAtGate = run.state === 'waiting' || run.state === 'failed';
  return isAtGate && neverRuns(request, run) ? 'stopped' : run.state;
}

/** How a run stands and what it waits for, in one sentence. */
export function runLine(t: T, about: About): string {
  const { request, run } = about;
  const standing = standingOf(request, run);
  // A run that was tried again after a refusal has failed at it.
  if (standing === 'stopped') return t('run.line.refused');
  if (standing !== 'waiting') return t(`run.line.${standing}`);
  if (run.canResume) return t('run.line.waitsForYou');
  switch (request.status) {
    case 'in_review':
      return t('run.line.waits');
    case 'changes_requested':
      return t('run.line.waitsForChanges');
    case 'approved':
      return approvedLine(t, about);
    default:
      return t(
        run.goesOnWhenRejected
          ? 'run.line.goesOnKnowing'
          : 'run.line.notApproved',
      );
  }
}

/** Whether a request has ended without an approval. */
export function isRefused({ status }: Pick<Request, 'status'>): boolean {
  return !['in_review', 'changes_requested', 'approved'].includes(status);
}

/** Whether nothing behind the approval ever runs: it was refused. Not while what runs it cannot be asked. */
function neverRuns(
  request: Pick<Request, 'status'>,
  run: Pick<Run, 'goesOnWhenRejected'>,
): boolean {
  return isRefused(request) && run.goesOnWhenRejected === false;
}

/** An approval that nobody acted on, as whoever reads may know. */
function approvedLine(t: T, { request, run, requester }: About): string {
  const { pass, viewer } = request;
  if (pass?.status === 'revoked' || pass?.status === 'over') {
    return t('run.line.tooLate');
  }
  if (pass?.status === 'consumed') return t('run.line.stopped');
  if (run.waitsFor === 'service') return byItself(t, run);
  if (!viewer.parts.includes('requester')) {
    return t('run.line.waitsFor', { name: requester });
  }
  const { resume } = viewer.actions;
  if (resume && !resume.allowed && resume.message) return resume.message;
  return byItself(t, run);
}

function byItself(t: T, run: Pick<Run, 'message'>): string {
  return t(run.message ? 'run.line.stopped' : 'run.line.byItself');
}
