/**
 * What other backends use of Countersign approvals.
 *
 * @packageDocumentation
 */
export { approvalsExecutorsExtensionPoint } from './executors';
export type {
  ApprovalsExecutorsExtensionPoint,
  Executor,
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
