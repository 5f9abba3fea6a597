export { createRequests } from './createRequests';
export { RequestChanges } from './RequestChanges';
export { addRequestRoutes } from './requestRoutes';
export { RequestsToPublish } from './RequestsToPublish';
export { RequestStore } from './RequestStore';
export { isPresent, Searches } from './Searches';
export type { Place } from './Searches';
export { requestIdOf } from './stream';
export { addTaskRoutes } from './taskRoutes';
