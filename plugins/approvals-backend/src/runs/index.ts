export { createRuns } from './createRuns';
export { ExecutorRegistry } from './ExecutorRegistry';
export { handleRuns } from './handleRuns';
export { addRunRoutes } from './runRoutes';
