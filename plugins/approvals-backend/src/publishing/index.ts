export { Publisher } from './Publisher';
export type { Published, PublishedRequest, Subscriber } from './types';
