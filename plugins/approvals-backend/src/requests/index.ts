export { createRequests } from './createRequests';
export { RequestChanges } from './RequestChanges';
export { addRequestRoutes } from './requestRoutes';
export { RequestStore } from './RequestStore';
export { isPresent, Searches } from './Searches';
export type { Place } from './Searches';
export { addTaskRoutes } from './taskRoutes';
