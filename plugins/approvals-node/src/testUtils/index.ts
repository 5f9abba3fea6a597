export { ruleFacts } from './ruleFacts';
export { RuleTypesDouble } from './RuleTypesDouble';
