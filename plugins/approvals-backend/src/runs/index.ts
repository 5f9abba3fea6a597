export { createRuns } from './createRuns';
export { ExecutorRegistry } from './ExecutorRegistry';
export { addRunRoutes } from './runRoutes';
