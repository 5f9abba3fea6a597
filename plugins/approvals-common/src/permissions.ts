import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of the conditional rules on requests. */
export const RESOURCE_TYPE_REQUEST = 'approvals-request';
/** Resource type of the conditional rules on policies. */
export const RESOURCE_TYPE_POLICY = 'approvals-policy';

/** Ask for something. */
export const requestCreatePermission = createPermission({
  name: 'approvals.request.create',
  attributes: { action: 'create' },
});
/** See a request with its stages, tasks and history. */
export const requestReadPermission = createPermission({
  name: 'approvals.request.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_REQUEST,
});
/** Cancel a request that has not ended; revoke a pass. */
export const requestCancelPermission = createPermission({
  name: 'approvals.request.cancel',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_REQUEST,
});
/** Decide in somebody's stead with a written reason, assign, retry. */
export const taskOverridePermission = createPermission({
  name: 'approvals.task.override',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_REQUEST,
});
/** Hand on somebody else's seat. */
export const taskReassignPermission = createPermission({
  name: 'approvals.task.reassign',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_REQUEST,
});
/** Use the right to act on an approval; make requests for something that runs. */
export const passConsumePermission = createPermission({
  name: 'approvals.pass.consume',
  attributes: { action: 'update' },
});
/** See policies. */
export const policyReadPermission = createPermission({
  name: 'approvals.policy.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_POLICY,
});
/** Make and edit drafts of policies. */
export const policyWritePermission = createPermission({
  name: 'approvals.policy.write',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_POLICY,
});
/** Put a version of a policy into force, or out of it. */
export const policyActivatePermission = createPermission({
  name: 'approvals.policy.activate',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_POLICY,
});
/** Make and end other people's delegations. */
export const delegationManagePermission = createPermission({
  name: 'approvals.delegation.manage',
  attributes: { action: 'update' },
});
/** Manage webhook endpoints and deliveries. */
export const webhookManagePermission = createPermission({
  name: 'approvals.webhook.manage',
  attributes: { action: 'update' },
});
/** Read, export and verify the whole history. */
export const auditReadPermission = createPermission({
  name: 'approvals.audit.read',
  attributes: { action: 'read' },
});

/** Every permission of the plugin. */
export const approvalsPermissions = [
  requestCreatePermission,
  requestReadPermission,
  requestCancelPermission,
  taskOverridePermission,
  taskReassignPermission,
  passConsumePermission,
  policyReadPermission,
  policyWritePermission,
  policyActivatePermission,
  delegationManagePermission,
  webhookManagePermission,
  auditReadPermission,
];
