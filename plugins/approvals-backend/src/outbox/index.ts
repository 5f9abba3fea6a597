export { leisureOf, OUTBOX_COLUMNS, outboxRows } from './effects';
export type { Effect, EffectDraft } from './effects';
export { PATIENT_RETRY_DELAYS, RetryLater } from './handlers';
export type {
  Delivery,
  EffectHandler,
  HandlerOptions,
  JointDelivery,
  JointHandler,
} from './handlers';
export { Outbox } from './Outbox';
export { removeEnded } from './removeEnded';
export { OutboxWorker } from './OutboxWorker';
