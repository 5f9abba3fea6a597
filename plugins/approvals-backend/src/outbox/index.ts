export { outboxRows } from './effects';
export type { Effect, EffectDraft } from './effects';
