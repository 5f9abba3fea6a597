import {
  EventType,
  RunState,
} from '@countersign/backstage-plugin-approvals-common';
import { RunSeen } from '@countersign/backstage-plugin-approvals-node';
import { goesOnAlone, RequestState } from '../engine';

/** Whether a request has come to its end. */
export function hasEnded({ status }: RequestState): boolean {
  return status !== 'in_review' && status !== 'changes_requested';
}

/** Whether there is an approval that may be acted on. */
export function isApproved({ status, pass }: RequestState): boolean {
  return (
    status === 'approved' &&
    (pass?.status === 'open' || pass?.status === 'consumed')
  );
}

/** Whether an approval waits for its run. */
export function hasOpenPass({ pass }: RequestState, now: string): boolean {
  return pass?.status === 'open' && !(pass.expiresAt && now >= pass.expiresAt);
}

/**
 * Whether a run goes on without anybody, once its request has ended.
 *
 * @param goesOnWhenRejected - asked only where it matters
 */
export async function mayGoOnAlone(
  state: RequestState,
  now: string,
  goesOnWhenRejected: () => Promise<boolean>,
): Promise<boolean> {
  if (!hasEnded(state) || !goesOnAlone(state)) {
    return false;
  }
  return state.status === 'approved'
    ? hasOpenPass(state, now)
    : goesOnWhenRejected();
}

/** Whether a run has gone past the step that asks for the approval. */
export function isPast({ state, isPast: past }: RunSeen): boolean {
  return past ?? state === 'done';
}

/** Whether a run moves. */
export function goesOn(state: RunState): boolean {
  return state === 'resuming' || state === 'running';
}

/** What is told when a run comes into a state from another; undefined: nothing. */
export function lineOf(
  before: RunState,
  after: RunState,
): Extract<EventType, `run.${string}`> | undefined {
  if (before === after) {
    return undefined;
  }
  switch (after) {
    case 'waiting':
      return undefined;
    case 'resuming':
    case 'running':
      return goesOn(before) ? undefined : 'run.resumed';
    default:
      return `run.${after}`;
  }
}
