export { demoAuth } from './demoAuth';
