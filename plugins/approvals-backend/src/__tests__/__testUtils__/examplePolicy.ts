import { PermissionsService } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  isResourcePermission,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  RESOURCE_TYPE_POLICY,
  RESOURCE_TYPE_REQUEST,
} from '@countersign/backstage-plugin-approvals-common';
import {
  approvalsPolicyConditions,
  approvalsRequestConditions,
  createApprovalsPolicyConditionalDecision,
  createApprovalsRequestConditionalDecision,
} from '../../permissions/conditions';
import { groupsOf } from './people';

const ALLOW = { result: AuthorizeResult.ALLOW } as const;
const DENY = { result: AuthorizeResult.DENY } as const;

/**
 * Decides as the example policy of the backend does: administrators may do
 * all, viewers read all, everybody else asks, sees what they asked for, are
 * part of, or is under a policy of theirs, and reads the policies in force.
 */
export function decideByExample(
  permission: Permission,
  userRef: string,
): PolicyDecision {
  const groups = groupsOf(userRef);
  if (groups.includes('group:default/approvals-admins')) {
    return ALLOW;
  }
  const isRead = permission.attributes.action === 'read';
  if (isRead && groups.includes('group:default/approvals-viewers')) {
    return ALLOW;
  }
  if (permission.name === 'approvals.request.create') {
    return ALLOW;
  }
  if (isRead && isResourcePermission(permission, RESOURCE_TYPE_POLICY)) {
    return createApprovalsPolicyConditionalDecision(
      permission,
      approvalsPolicyConditions.isActive(),
    );
  }
  if (isRead && isResourcePermission(permission, RESOURCE_TYPE_REQUEST)) {
    return createApprovalsRequestConditionalDecision(permission, {
      anyOf: [
        approvalsRequestConditions.isRequester({ refs: [userRef] }),
        approvalsRequestConditions.isPart({ ref: userRef }),
        approvalsRequestConditions.ownsPolicy({ refs: [userRef, ...groups] }),
      ],
    });
  }
  return DENY;
}

/** How a permission is decided for a person. */
export type Decide = typeof decideByExample;

/** Backstage's permission service under a policy; it lets services through, as the real one. */
export function permissionsBy(decide: Decide): PermissionsService {
  const decideAll: PermissionsService['authorizeConditional'] = async (
    queries,
    { credentials },
  ) => {
    const { userEntityRef } = credentials.principal as {
      userEntityRef?: string;
    };
    return queries.map(({ permission }) =>
      userEntityRef === undefined ? ALLOW : decide(permission, userEntityRef),
    );
  };
  return {
    authorizeConditional: decideAll,
    authorize: async (queries, options) => {
      const decisions = await decideAll(queries as [], options);
      return decisions.map(decision => {
        if (decision.result === AuthorizeResult.CONDITIONAL) {
          throw new Error('A condition where a yes or no was asked for');
        }
        return decision;
      });
    },
  };
}
