/**
 * The approval engine of Countersign and its services, as a Backstage backend
 * plugin.
 *
 * @packageDocumentation
 */
export * from './permissions/conditions';
export { approvalsPlugin as default } from './plugin';
