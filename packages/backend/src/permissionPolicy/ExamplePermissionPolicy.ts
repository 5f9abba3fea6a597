import {
  AuthorizeResult,
  Permission,
  PolicyDecision,
  isPermission,
  isResourcePermission,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  createScaffolderTaskConditionalDecision,
  scaffolderTaskConditions,
} from '@backstage/plugin-scaffolder-backend/alpha';
import {
  approvalsPolicyConditions,
  approvalsRequestConditions,
  createApprovalsPolicyConditionalDecision,
  createApprovalsRequestConditionalDecision,
} from '@countersign/backstage-plugin-approvals-backend';
import {
  RESOURCE_TYPE_POLICY,
  RESOURCE_TYPE_REQUEST,
} from '@countersign/backstage-plugin-approvals-common';
import { taskReadPermission } from '@backstage/plugin-scaffolder-common/alpha';

const ADMINS = 'group:default/approvals-admins';
const VIEWERS = 'group:default/approvals-viewers';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/** What changes the portal itself: for administrators. */
const UPKEEP = new Set([
  'catalog.entity.delete',
  'catalog.location.create',
  'catalog.location.delete',
  'scaffolder.template.management',
]);

/**
 * An example to start from: administrators may do all, viewers read all,
 * everybody else asks, sees what they asked for, are part of or is under a
 * policy of theirs, and reads the versions of policies that are in force.
 *
 * Deciding is no permission: only the engine says who may.
 */
export class ExamplePermissionPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) {
      return DENY;
    }
    const { userEntityRef, ownershipEntityRefs } = user.info;
    if (ownershipEntityRefs.includes(ADMINS)) {
      return ALLOW;
    }
    if (permission.name.startsWith('approvals.')) {
      return ownershipEntityRefs.includes(VIEWERS) && isRead(permission)
        ? ALLOW
        : forEverybody(permission, userEntityRef, ownershipEntityRefs);
    }
    if (isPermission(permission, taskReadPermission)) {
      return createScaffolderTaskConditionalDecision(
        permission,
        scaffolderTaskConditions.isTaskOwner({ createdBy: [userEntityRef] }),
      );
    }
    return UPKEEP.has(permission.name) ? DENY : ALLOW;
  }
}

function isRead(permission: Permission): boolean {
  return permission.attributes.action === 'read';
}

function forEverybody(
  permission: Permission,
  userRef: string,
  ownRefs: string[],
): PolicyDecision {
  switch (permission.name) {
    case 'approvals.request.create':
      return ALLOW;
    case 'approvals.policy.read':
      return isResourcePermission(permission, RESOURCE_TYPE_POLICY)
        ? createApprovalsPolicyConditionalDecision(
            permission,
            approvalsPolicyConditions.isActive(),
          )
        : DENY;
    case 'approvals.request.read':
      return isResourcePermission(permission, RESOURCE_TYPE_REQUEST)
        ? createApprovalsRequestConditionalDecision(permission, {
            anyOf: [
              approvalsRequestConditions.isRequester({ refs: [userRef] }),
              approvalsRequestConditions.isPart({ ref: userRef }),
              approvalsRequestConditions.ownsPolicy({ refs: ownRefs }),
            ],
          })
        : DENY;
    default:
      return DENY;
  }
}
