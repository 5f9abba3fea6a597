/**
 * Template steps that wait for an approval.
 *
 * @packageDocumentation
 */
export { scaffolderModuleApprovals as default } from './scaffolderModule';
export { approvalsModuleScaffolder } from './executorModule';
