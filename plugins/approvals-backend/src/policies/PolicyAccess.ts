import {
  policyActivatePermission,
  policyReadPermission,
  policyWritePermission,
} from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsRefusal, Caller, notFound } from '../http';
import {
  Access,
  PolicyFacts,
  PolicyFilter,
  policyResourceRef,
  Scope,
} from '../permissions';
import { Visible } from './policyConditions';

type PolicyScope = Scope<PolicyFacts, PolicyFilter>;

/** What a caller may do with policies. */
export type PolicyRights = {
  read: PolicyScope;
  write: PolicyScope;
  activate: PolicyScope;
  /** The versions that the caller may see: those that may be read, or written. */
  visible: Visible;
};

type Versioned = {
  key: string;
  status: string;
  definition: { owner?: string };
};

/** What every plugin of this backend may read: templates are checked against it. */
const IN_FORCE: PolicyScope = {
  admits: ({ isActive }) => isActive,
  criteria: { where: 'active' },
};

/** Answers what callers may do with policies. */
export class PolicyAccess {
  readonly #access: Access;

  constructor(options: { access: Access }) {
    this.#access = options.access;
  }

  /** All rights of a caller, asked in one go. */
  async rights(caller: Caller): Promise<PolicyRights> {
    const [read, write, activate] = await this.#access.scopes(
      caller,
      policyResourceRef,
      [policyReadPermission, policyWritePermission, policyActivatePermission],
    );
    const reads =
      isPlugin(caller) && read.criteria === 'none' ? IN_FORCE : read;
    return { read: reads, write, activate, visible: either(reads, write) };
  }

  /**
   * The rights of a caller who wants to change policies.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED for what acts for a person
   */
  async rightsToChange(caller: Caller): Promise<PolicyRights> {
    if (caller.actor) {
      throw new ApprovalsRefusal(
        'TOKEN_NOT_ALLOWED',
        'Policies are changed in a session of your own',
      );
    }
    return this.rights(caller);
  }
}

/** What permission rules know of a version. */
export function factsOf({ key, status, definition }: Versioned): PolicyFacts {
  return { key, owner: definition.owner, isActive: status === 'active' };
}

/** Whether the caller may see a version: read it, or write it. */
export function isVisible(
  version: Versioned,
  { read, write }: PolicyRights,
): boolean {
  const facts = factsOf(version);
  return read.admits(facts) || write.admits(facts);
}

/**
 * A version that the caller may see.
 *
 * @throws ApprovalsRefusal NOT_FOUND
 */
export function requireVisible<T extends Versioned>(
  version: T | undefined,
  rights: PolicyRights,
): T {
  if (!version || !isVisible(version, rights)) {
    throw notFound();
  }
  return version;
}

/** @throws ApprovalsRefusal NOT_ALLOWED */
export function requireAdmitted(scope: PolicyScope, facts: PolicyFacts): void {
  if (!scope.admits(facts)) {
    throw new ApprovalsRefusal(
      'NOT_ALLOWED',
      `You may not do this with policy '${facts.key}'`,
    );
  }
}

/** @throws ApprovalsRefusal NOT_ALLOWED for whoever may write no policy at all */
export function requireAny({ write }: PolicyRights): void {
  if (write.criteria === 'none') {
    throw new ApprovalsRefusal('NOT_ALLOWED', 'You may not write policies');
  }
}

/** Tokens from outside never have such a subject. */
function isPlugin({ kind, ref }: Caller): boolean {
  return kind === 'service' && ref.startsWith('plugin:');
}

function either(read: PolicyScope, write: PolicyScope): Visible {
  if (read.criteria === 'all' || write.criteria === 'all') {
    return 'all';
  }
  if (read.criteria === 'none') {
    return write.criteria;
  }
  return write.criteria === 'none'
    ? read.criteria
    : { anyOf: [read.criteria, write.criteria] };
}
