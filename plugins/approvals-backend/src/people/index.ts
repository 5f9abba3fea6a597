export { coreRuleTypes } from './coreRuleTypes';
export { Directory } from './Directory';
export { PeopleService } from './PeopleService';
export type {
  ConditionOutcome,
  Found,
  RequestFacts,
  RuleOutcome,
} from './PeopleService';
export { RuleTypeRegistry } from './RuleTypeRegistry';
