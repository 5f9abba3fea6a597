export { createPolicies } from './createPolicies';
export { PinnedDefinitions } from './PinnedDefinitions';
export type { PastRequest } from './PolicyTrials';
export { addPolicyRoutes } from './policyRoutes';
export { missingWords } from './stageWords';
