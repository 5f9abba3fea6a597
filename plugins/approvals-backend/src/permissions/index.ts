export { Access } from './Access';
export type { Scope } from './Access';
export { whereCriteria } from './criteria';
export { requestResourceRef, requestRules } from './requestRules';
export type { RequestFacts, RequestFilter } from './requestRules';
