export { Access } from './Access';
export type { Scope } from './Access';
export { whereCriteria } from './criteria';
export { policyResourceRef, policyRules } from './policyRules';
export type { PolicyFacts, PolicyFilter } from './policyRules';
export { requestResourceRef, requestRules } from './requestRules';
export type { RequestFacts, RequestFilter } from './requestRules';
