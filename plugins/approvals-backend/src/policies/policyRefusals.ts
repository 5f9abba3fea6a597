import {
  PolicyFault,
  PolicyVersion,
} from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsRefusal, Caller } from '../http';

/** @throws ApprovalsRefusal INVALID_INPUT when there are faults */
export function refuseFaulty(faults: PolicyFault[]): void {
  if (faults.length > 0) {
    const [{ path, message }] = faults;
    throw new ApprovalsRefusal('INVALID_INPUT', `${path}: ${message}`, {
      issues: faults,
    });
  }
}

/** @throws ApprovalsRefusal VERSION_IMMUTABLE */
export function requireDraft({
  version,
  status,
}: Pick<PolicyVersion, 'version' | 'status'>): void {
  if (status !== 'draft') {
    throw new ApprovalsRefusal(
      'VERSION_IMMUTABLE',
      `Version ${version} is ${status} and never changes: make a new one`,
    );
  }
}

/** By whom the sandbox takes turns when it works for this caller. */
export function laneOf(caller: Caller): string {
  return `${caller.kind} ${caller.ref}`;
}
