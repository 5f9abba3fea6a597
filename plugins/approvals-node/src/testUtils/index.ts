export { ApprovalsDouble } from './ApprovalsDouble';
export type { DoubleRequest } from './ApprovalsDouble';
export { ExecutorDouble } from './ExecutorDouble';
export { ruleFacts } from './ruleFacts';
export { RuleTypesDouble } from './RuleTypesDouble';
