export { outboxRows } from './effects';
export type { Effect, EffectDraft } from './effects';
export { RetryLater } from './handlers';
export type { Delivery, EffectHandler, HandlerOptions } from './handlers';
export { Outbox } from './Outbox';
export { OutboxWorker } from './OutboxWorker';
