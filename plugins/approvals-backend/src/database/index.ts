export { Database, UNHURRIED } from './Database';
export type { Tx, Value } from './Database';
export type { Listener } from './Listener';
export { isDatabaseAway, isUniqueViolation } from './faults';
export type { UniqueIndex } from './faults';
export * from './tables';
