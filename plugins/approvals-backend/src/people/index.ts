export { coreRuleTypes } from './coreRuleTypes';
export { addDelegationRoutes } from './delegationRoutes';
export { DelegationService } from './DelegationService';
export { DelegationStore } from './DelegationStore';
export type { RunningDelegation } from './DelegationStore';
export { Directory } from './Directory';
export { httpRuleType } from './httpRuleType';
export { KnownUsers } from './KnownUsers';
export { PeopleService } from './PeopleService';
export type {
  ConditionOutcome,
  Found,
  RequestFacts,
  RuleOutcome,
} from './PeopleService';
export { RuleTypeRegistry } from './RuleTypeRegistry';
export { addRuleTypeRoutes } from './ruleTypeRoutes';
export { withTimeout } from './withTimeout';
