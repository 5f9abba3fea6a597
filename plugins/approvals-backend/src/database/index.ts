export { Database } from './Database';
export type { Tx } from './Database';
export { isDatabaseAway, isUniqueViolation } from './faults';
export type { UniqueIndex } from './faults';
export * from './tables';
