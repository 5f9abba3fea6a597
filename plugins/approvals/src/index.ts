/**
 * The pages of Countersign approvals.
 *
 * @packageDocumentation
 */
export { approvalsPlugin as default } from './plugin';
export { approvalsApiRef } from './api';
export type { ApprovalsApi } from './api';
export { approvalsTranslationRef } from './translation';
