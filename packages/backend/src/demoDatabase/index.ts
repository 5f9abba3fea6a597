export { demoDatabase } from './demoDatabase';
