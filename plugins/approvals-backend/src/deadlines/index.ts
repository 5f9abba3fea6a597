export { Deadlines } from './Deadlines';
