/**
 * Schemas, types, permissions and the client of Countersign approvals.
 *
 * @packageDocumentation
 */
export * from './api/delegations';
export * from './api/deliveries';
export * from './api/history';
export * from './api/passes';
export * from './api/policies';
export * from './api/requests';
export * from './api/runs';
export * from './api/shared';
export * from './api/stages';
export * from './api/subjects';
export * from './api/tasks';
export * from './api/viewer';
export * from './api/webhooks';
export * from './client';
export * from './durations';
export * from './errors';
export * from './eventParts';
export * from './events';
export * from './limits';
export * from './live';
export * from './operations';
export * from './parsePlainly';
export * from './permissions';
export * from './policy';
export * from './refs';
export * from './rules';
export * from './text';
export * from './times';
