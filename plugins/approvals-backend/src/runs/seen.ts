import {
  EventType,
  Pass,
  PolicyDefinition,
  Request,
  RunBrief,
  RunState,
} from '@countersign/backstage-plugin-approvals-common';
import { RunSeen } from '@countersign/backstage-plugin-approvals-node';
import { goesOnAlone, RequestState } from '../engine';
import { KnownRun } from './RunStore';

/** Whether a request has come to its end. */
export function hasEnded({ status }: Pick<Request, 'status'>): boolean {
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
export function hasOpenPass(
  { pass }: { pass?: Pick<Pass, 'status' | 'expiresAt'> },
  now: string,
): boolean {
  return pass?.status === 'open' && !(pass.expiresAt && now >= pass.expiresAt);
}

/** Whether a run goes on without anybody, as it is seen, once its request has ended. */
export function mayGoOnAlone(
  state: RequestState,
  seen: RunSeen,
  now: string,
): boolean {
  if (!hasEnded(state) || !goesOnAlone(state) || seen.needsRequester) {
    return false;
  }
  return state.status === 'approved'
    ? hasOpenPass(state, now)
    : takesRefusal(seen);
}

/** Whether a run would go on after a refusal: it asks to, and is not past it. */
export function takesRefusal(seen: RunSeen): boolean {
  return seen.goesOnWhenRejected === true && !isPast(seen);
}

/** Who lets a run go on now that waits; undefined where nobody does. */
export function waitsFor(
  run: Pick<
    KnownRun,
    'state' | 'isGivenUp' | 'needsRequester' | 'takesRefusal'
  >,
  request: Pick<Request, 'status'> & {
    definition: Pick<PolicyDefinition, 'resumeAs'>;
    pass?: Pick<Pass, 'status' | 'expiresAt'>;
  },
  now: string,
): RunBrief['waitsFor'] {
  const mayGoOn =
    request.status === 'approved'
      ? hasOpenPass(request, now)
      : hasEnded(request) && run.takesRefusal;
  if (run.state !== 'waiting' || !mayGoOn) {
    return undefined;
  }
  return run.isGivenUp || run.needsRequester
    ? 'requester'
    : request.definition.resumeAs;
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
