export { Deadlines } from './Deadlines';
export { handleDueTimes } from './handleDueTimes';
