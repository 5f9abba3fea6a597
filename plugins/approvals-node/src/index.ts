/**
 * What other backends use of Countersign approvals.
 *
 * @packageDocumentation
 */
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
