import { Delegation } from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsRefusal } from '../http';
import { RunningDelegation, StoredDelegation } from './DelegationStore';

/** Refuses a window that could never serve. */
export function refuseImpossible(window: {
  delegator: string;
  delegate: string;
  start: string;
  end: string;
}): void {
  const { delegator, delegate, start, end } = window;
  if (delegate === delegator) {
    throw invalid('/delegate', 'nobody delegates to themselves');
  }
  if (end <= start) {
    throw invalid('/end', 'must be after the start, and not be over');
  }
}

function invalid(path: string, message: string): ApprovalsRefusal {
  return new ApprovalsRefusal('INVALID_INPUT', `${path}: ${message}`, {
    issues: [{ path, message }],
  });
}

/** Whether there is a policy that both are for. */
export function sharePolicy(
  a: RunningDelegation,
  b: RunningDelegation,
): boolean {
  const { policyKeys: keys } = b;
  return !a.policyKeys || !keys || a.policyKeys.some(key => keys.includes(key));
}

/** A delegation as it is shown at a time. */
export function toPublic(
  { eventId, ...delegation }: StoredDelegation,
  now: string,
): Delegation {
  return { ...delegation, state: stateOf(delegation, now) };
}

function stateOf(
  { start, end, endedAt }: Omit<Delegation, 'state'>,
  now: string,
): Delegation['state'] {
  if (endedAt || end <= now) {
    return 'past';
  }
  return start > now ? 'coming' : 'running';
}
