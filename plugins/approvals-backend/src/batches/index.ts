export { Batches } from './Batches';
export type { Outcome } from './Batches';
