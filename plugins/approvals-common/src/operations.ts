import { z } from 'zod';
import * as delegations from './api/delegations';
import * as deliveries from './api/deliveries';
import * as history from './api/history';
import * as passes from './api/passes';
import * as policies from './api/policies';
import * as requests from './api/requests';
import * as runs from './api/runs';
import { emptyBody, pageOf } from './api/shared';
import * as tasks from './api/tasks';
import * as webhooks from './api/webhooks';

/** One route: what it takes and gives. Routes, client and OpenAPI document are made from it. */
export type Operation = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api/approvals`, with `:name` for a parameter. */
  path: string;
  summary: string;
  tag:
    | 'Requests'
    | 'Tasks'
    | 'Policies'
    | 'Delegations'
    | 'Webhooks'
    | 'Audit'
    | 'About';
  query?: z.ZodType;
  body?: z.ZodType;
  /** Status of success. */
  status: 200 | 201 | 204;
  response?: z.ZodType;
  /** Answers without signing in. */
  open?: boolean;
  /**
   * How weighty the auditor events about it are; without, `medium`, and none
   * for what is only read. Deciding in another's stead is always `critical`.
   */
  audit?: 'low' | 'medium' | 'high';
  /** The answer holds a secret: what an idempotency key remembers of it is encrypted. */
  secret?: boolean;
};

const defineOperations = <const T extends Record<string, Operation>>(
  table: T,
) => table;

/** Every route of the plugin, by name. */
export const operations = defineOperations({
  createRequest: {
    method: 'POST',
    path: '/requests',
    summary: 'Ask for something',
    tag: 'Requests',
    body: requests.createRequestBody,
    status: 201,
    response: requests.requestSchema,
  },
  listRequests: {
    method: 'GET',
    path: '/requests',
    summary: 'List requests that the caller may see',
    tag: 'Requests',
    query: requests.requestQuery,
    status: 200,
    response: pageOf(requests.requestItemSchema),
  },
  getRequest: {
    method: 'GET',
    path: '/requests/:id',
    summary:
      'One request with its stages, tasks, decisions, and what the caller may do',
    tag: 'Requests',
    status: 200,
    response: requests.requestSchema,
  },
  listRequestEvents: {
    method: 'GET',
    path: '/requests/:id/events',
    summary:
      'The history of the request and of what runs after it, oldest first: each line with its own stream',
    tag: 'Requests',
    query: history.eventQuery,
    status: 200,
    response: pageOf(history.eventSchema),
  },
  getRequestRun: {
    method: 'GET',
    path: '/requests/:id/run',
    summary: 'What runs after the approval of a request, looked at now',
    tag: 'Requests',
    status: 200,
    response: runs.runSchema,
  },
  commentRequest: {
    method: 'POST',
    path: '/requests/:id/comments',
    summary: 'Say something about a request',
    tag: 'Requests',
    body: requests.commentBody,
    status: 201,
    response: history.eventSchema,
  },
  withdrawRequest: {
    method: 'POST',
    path: '/requests/:id/withdraw',
    summary: 'Take back what one asked for',
    tag: 'Requests',
    body: requests.withdrawBody,
    status: 200,
    response: requests.requestSchema,
  },
  resubmitRequest: {
    method: 'POST',
    path: '/requests/:id/resubmit',
    summary: 'Start the next round after changes were asked for',
    tag: 'Requests',
    body: requests.resubmitBody,
    status: 200,
    response: requests.requestSchema,
  },
  cancelRequest: {
    method: 'POST',
    path: '/requests/:id/cancel',
    summary: 'End a request as an administrator',
    tag: 'Requests',
    body: requests.cancelBody,
    status: 200,
    response: requests.requestSchema,
  },
  retryStage: {
    method: 'POST',
    path: '/requests/:id/stages/:index/retry',
    summary: 'Look for the people of a stage again',
    tag: 'Requests',
    body: emptyBody,
    status: 200,
    response: requests.requestSchema,
  },
  assignStage: {
    method: 'POST',
    path: '/requests/:id/stages/:index/assign',
    summary: 'Seat somebody in a stage',
    tag: 'Requests',
    body: requests.assignBody,
    status: 200,
    response: requests.requestSchema,
  },
  consumePass: {
    method: 'POST',
    path: '/requests/:id/passes/consume',
    summary: 'Use the right to act on an approval, once',
    tag: 'Requests',
    body: passes.consumeBody,
    status: 200,
    response: passes.passSchema,
  },
  revokePass: {
    method: 'POST',
    path: '/requests/:id/passes/revoke',
    summary: 'Take back the right to act on an approval',
    tag: 'Requests',
    body: passes.revokeBody,
    status: 200,
    response: passes.passSchema,
  },
  listTasks: {
    method: 'GET',
    path: '/tasks',
    summary: 'Open tasks that the caller can act on now, delegations included',
    tag: 'Tasks',
    query: tasks.taskQuery,
    status: 200,
    response: pageOf(tasks.taskItemSchema),
  },
  countTasks: {
    method: 'GET',
    path: '/tasks/count',
    summary: 'How many open tasks wait on the caller, counted to 100',
    tag: 'Tasks',
    status: 200,
    response: tasks.taskCountSchema,
  },
  decideTasks: {
    method: 'POST',
    path: '/tasks/decisions',
    summary: 'Decide up to 100 tasks, one result each',
    tag: 'Tasks',
    body: tasks.decisionsBody,
    audit: 'high',
    status: 200,
    response: tasks.decisionsResult,
  },
  getTask: {
    method: 'GET',
    path: '/tasks/:id',
    summary: 'One task',
    tag: 'Tasks',
    status: 200,
    response: tasks.taskItemSchema,
  },
  decideTask: {
    method: 'POST',
    path: '/tasks/:id/decision',
    summary:
      'Decide a task; the same decision again answers 200 with the first one',
    tag: 'Tasks',
    body: tasks.decisionBody,
    audit: 'high',
    status: 201,
    response: tasks.decisionResult,
  },
  claimTask: {
    method: 'POST',
    path: '/tasks/:id/claim',
    summary: 'Show that one is on it',
    tag: 'Tasks',
    body: emptyBody,
    status: 200,
    response: tasks.taskSchema,
  },
  releaseTask: {
    method: 'POST',
    path: '/tasks/:id/release',
    summary: 'Show that one is no longer on it',
    tag: 'Tasks',
    body: emptyBody,
    status: 200,
    response: tasks.taskSchema,
  },
  reassignTask: {
    method: 'POST',
    path: '/tasks/:id/reassign',
    summary: 'Hand a seat on; answers the new seat',
    tag: 'Tasks',
    body: tasks.reassignBody,
    status: 201,
    response: tasks.taskSchema,
  },
  createPolicy: {
    method: 'POST',
    path: '/policies',
    summary: 'Make a policy: version 1, a draft',
    tag: 'Policies',
    body: policies.createPolicyBody,
    status: 201,
    response: policies.policyVersionSchema,
  },
  listPolicies: {
    method: 'GET',
    path: '/policies',
    summary: 'List policies',
    tag: 'Policies',
    query: policies.policyQuery,
    status: 200,
    response: pageOf(policies.policyItemSchema),
  },
  validatePolicy: {
    method: 'POST',
    path: '/policies/validate',
    summary: 'Say what is wrong or odd in a definition; saves nothing',
    tag: 'Policies',
    body: policies.validateBody,
    audit: 'low',
    status: 200,
    response: policies.validateResult,
  },
  simulatePolicy: {
    method: 'POST',
    path: '/policies/simulate',
    summary: 'Say who would be asked; saves nothing',
    tag: 'Policies',
    body: policies.simulateBody,
    audit: 'low',
    status: 200,
    response: policies.simulationSchema,
  },
  getPolicy: {
    method: 'GET',
    path: '/policies/:key',
    summary: 'One policy with its active or newest version',
    tag: 'Policies',
    status: 200,
    response: policies.policySchema,
  },
  listPolicyVersions: {
    method: 'GET',
    path: '/policies/:key/versions',
    summary: 'The versions of a policy, newest first',
    tag: 'Policies',
    query: policies.versionQuery,
    status: 200,
    response: pageOf(policies.policyVersionSchema),
  },
  createPolicyVersion: {
    method: 'POST',
    path: '/policies/:key/versions',
    summary: 'Make a draft as a copy of a version',
    tag: 'Policies',
    body: policies.newVersionBody,
    status: 201,
    response: policies.policyVersionSchema,
  },
  getPolicyVersion: {
    method: 'GET',
    path: '/policies/:key/versions/:version',
    summary: 'One version of a policy',
    tag: 'Policies',
    status: 200,
    response: policies.policyVersionSchema,
  },
  updatePolicyVersion: {
    method: 'PATCH',
    path: '/policies/:key/versions/:version',
    summary: 'Change a draft',
    tag: 'Policies',
    body: policies.updatePolicyBody,
    status: 200,
    response: policies.policyVersionSchema,
  },
  deletePolicyVersion: {
    method: 'DELETE',
    path: '/policies/:key/versions/:version',
    summary: 'Throw a draft away',
    tag: 'Policies',
    status: 204,
  },
  activatePolicyVersion: {
    method: 'POST',
    path: '/policies/:key/versions/:version/activate',
    summary: 'Put a version into force',
    tag: 'Policies',
    body: emptyBody,
    audit: 'high',
    status: 200,
    response: policies.policyVersionSchema,
  },
  deactivatePolicyVersion: {
    method: 'POST',
    path: '/policies/:key/versions/:version/deactivate',
    summary: 'Take a version out of force',
    tag: 'Policies',
    body: emptyBody,
    audit: 'high',
    status: 200,
    response: policies.policyVersionSchema,
  },
  diffPolicyVersion: {
    method: 'GET',
    path: '/policies/:key/versions/:version/diff',
    summary: 'What changed between two versions',
    tag: 'Policies',
    query: policies.diffQuery,
    status: 200,
    response: policies.diffSchema,
  },
  listDelegations: {
    method: 'GET',
    path: '/delegations',
    summary: "One's own delegations, from either side",
    tag: 'Delegations',
    query: delegations.delegationQuery,
    status: 200,
    response: pageOf(delegations.delegationSchema),
  },
  createDelegation: {
    method: 'POST',
    path: '/delegations',
    summary: 'Let somebody act for oneself for a while',
    tag: 'Delegations',
    body: delegations.createDelegationBody,
    status: 201,
    response: delegations.delegationSchema,
  },
  deleteDelegation: {
    method: 'DELETE',
    path: '/delegations/:id',
    summary: 'End a delegation now',
    tag: 'Delegations',
    status: 204,
  },
  listWebhooks: {
    method: 'GET',
    path: '/webhooks',
    summary: 'The webhook endpoints with their health',
    tag: 'Webhooks',
    query: webhooks.webhookQuery,
    status: 200,
    response: pageOf(webhooks.webhookSchema),
  },
  createWebhook: {
    method: 'POST',
    path: '/webhooks',
    summary: 'Make a webhook endpoint; its secret is shown here only',
    tag: 'Webhooks',
    body: webhooks.createWebhookBody,
    status: 201,
    response: webhooks.webhookWithSecretSchema,
    secret: true,
  },
  getWebhook: {
    method: 'GET',
    path: '/webhooks/:id',
    summary: 'One webhook endpoint with its health',
    tag: 'Webhooks',
    status: 200,
    response: webhooks.webhookSchema,
  },
  updateWebhook: {
    method: 'PATCH',
    path: '/webhooks/:id',
    summary: 'Change a webhook endpoint, enable or disable it',
    tag: 'Webhooks',
    body: webhooks.updateWebhookBody,
    status: 200,
    response: webhooks.webhookSchema,
  },
  deleteWebhook: {
    method: 'DELETE',
    path: '/webhooks/:id',
    summary: 'Remove a webhook endpoint; what waits for it is dropped',
    tag: 'Webhooks',
    status: 204,
  },
  rotateWebhookSecret: {
    method: 'POST',
    path: '/webhooks/:id/rotate-secret',
    summary:
      'Give an endpoint a new secret; for a while messages are signed with both',
    tag: 'Webhooks',
    body: webhooks.rotateSecretBody,
    status: 200,
    response: webhooks.webhookWithSecretSchema,
    secret: true,
  },
  testWebhook: {
    method: 'POST',
    path: '/webhooks/:id/test',
    summary: 'Send a test message; answers its delivery, which is tried once',
    tag: 'Webhooks',
    body: emptyBody,
    status: 201,
    response: deliveries.deliverySchema,
  },
  listDeliveries: {
    method: 'GET',
    path: '/deliveries',
    summary: 'Messages to webhook endpoints, newest first',
    tag: 'Webhooks',
    query: deliveries.deliveryQuery,
    status: 200,
    response: pageOf(deliveries.deliveryItemSchema),
  },
  getDelivery: {
    method: 'GET',
    path: '/deliveries/:id',
    summary: 'One message with what was sent and answered on each try',
    tag: 'Webhooks',
    status: 200,
    response: deliveries.deliverySchema,
  },
  retryDelivery: {
    method: 'POST',
    path: '/deliveries/:id/retry',
    summary: 'Send a message again now, whatever became of it',
    tag: 'Webhooks',
    body: emptyBody,
    status: 200,
    response: deliveries.deliverySchema,
  },
  listAudit: {
    method: 'GET',
    path: '/audit',
    summary: 'All history; `format=jsonl` or `csv` exports it whole',
    tag: 'Audit',
    query: history.auditQuery,
    audit: 'medium',
    status: 200,
    response: pageOf(history.eventSchema),
  },
  verifyAudit: {
    method: 'GET',
    path: '/audit/verify',
    summary: 'Check the hash chains',
    tag: 'Audit',
    query: history.verifyQuery,
    audit: 'medium',
    status: 200,
    response: history.verificationSchema,
  },
  listRuleTypes: {
    method: 'GET',
    path: '/rule-types',
    summary: 'The rule types known here, with JSON Schema',
    tag: 'About',
    status: 200,
    response: z.object({ items: z.array(policies.ruleTypeSchema) }),
  },
  getOpenApi: {
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    tag: 'About',
    status: 200,
    response: z.record(z.string(), z.unknown()),
    open: true,
  },
});

/** Every route by name. */
export type Operations = typeof operations;
/** The name of a route. */
export type OperationName = keyof Operations;
