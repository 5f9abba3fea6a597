export { chainEvents } from './chain';
export type { EventDraft, StreamHead } from './chain';
export { SALT_BYTES, sealText } from './seal';
export type { SealedText } from './seal';
