export { createRequests } from './createRequests';
export { Deliveries } from './Deliveries';
export { RequestBatchStore } from './RequestBatchStore';
export { addRequestRoutes } from './requestRoutes';
export { RequestsToPublish } from './RequestsToPublish';
export { isPresent, Searches } from './Searches';
export type { Place } from './Searches';
export { requestIdOf, runStream } from './stream';
export { addTaskRoutes } from './taskRoutes';
