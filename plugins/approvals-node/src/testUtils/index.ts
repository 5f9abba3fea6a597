export { ExecutorDouble } from './ExecutorDouble';
export { ruleFacts } from './ruleFacts';
export { RuleTypesDouble } from './RuleTypesDouble';
