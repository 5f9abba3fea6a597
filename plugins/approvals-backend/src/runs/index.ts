export { ExecutorRegistry } from './ExecutorRegistry';
