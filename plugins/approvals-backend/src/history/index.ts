export { addAuditRoutes } from './auditRoutes';
export { chainEvents } from './chain';
export type { EventDraft, StreamHead } from './chain';
export { eventView } from './eventView';
export { History } from './History';
export { HistoryStore } from './HistoryStore';
export { SALT_BYTES, sealText } from './seal';
export type { SealedText } from './seal';
export { Verifier } from './Verifier';
