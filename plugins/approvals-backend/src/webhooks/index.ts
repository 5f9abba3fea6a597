export { createWebhooks, handleWebhooks } from './createWebhooks';
export { forgetWords } from './forgetWords';
export type { WebhookSettings } from './types';
export { addWebhookRoutes } from './webhookRoutes';
