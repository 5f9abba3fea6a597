/**
 * What other backends use of Countersign approvals.
 *
 * @packageDocumentation
 */
export { approvalDigest } from './approvalDigest';
export { approvalsExecutorsExtensionPoint } from './executors';
export type {
  ApprovalsExecutorsExtensionPoint,
  Executor,
  RunDescribed,
  RunSeen,
} from './executors';
export {
  approvalsRuleTypesExtensionPoint,
  createRuleType,
  RuleUnreachable,
} from './ruleTypes';
export type {
  ApprovalsRuleTypesExtensionPoint,
  RuleFacts,
  RuleType,
} from './ruleTypes';
export { ApprovalRefused } from './verify/ApprovalRefused';
export type { ApprovalRefusal } from './verify/ApprovalRefused';
export { createApprovalsServiceClient } from './verify/serviceClient';
export { verifyApproval } from './verify/verifyApproval';
export type {
  AboutToDo,
  RunningNow,
  VerifiedApproval,
  VerifyingClient,
} from './verify/verifyApproval';
