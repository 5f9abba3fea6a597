import type { RunStep } from '@countersign/backstage-plugin-approvals-common';
import type { Standing } from './runLine';

/** How a step of a run stands, as people are told. */
export type StepStanding =
  | RunStep['status']
  | 'later'
  | 'notRun'
  | 'never'
  | 'stopped';

/** Runs of which nothing more ever runs. */
const OVER: readonly Standing[] = ['stopped', 'cancelled'];

/** Runs that go on. */
const MOVES: readonly Standing[] = ['waiting', 'resuming', 'running'];

/** How a step stands, in view of its run: what is to come may never come. */
export function stepStandingOf(
  { status, isGate }: Pick<RunStep, 'status' | 'isGate'>,
  about: {
    run: Standing;
    /** It comes after the step that asks for the approval. */
    behindGate: boolean;
  },
): StepStanding {
  const isOver = OVER.includes(about.run);
  if (isOver && isGate && status !== 'done') return 'stopped';
  if (isOver && ['waiting', 'next', 'skipped'].includes(status)) return 'never';
  if (status !== 'waiting' && status !== 'next') return status;
  if (!MOVES.includes(about.run)) return 'notRun';
  if (about.run !== 'waiting') return 'later';
  return status === 'next' && !about.behindGate ? 'later' : status;
}
