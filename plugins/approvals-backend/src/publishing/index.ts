export { Publisher } from './Publisher';
export {
  SYSTEM_AUDIT,
  systemAuditSubscriber,
  tellAuditor,
} from './systemAudit';
export type { Published, PublishedRequest, Subscriber } from './types';
