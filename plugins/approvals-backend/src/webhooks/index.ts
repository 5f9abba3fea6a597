export { createWebhooks, handleWebhooks } from './createWebhooks';
export type { WebhookSettings } from './types';
export { addWebhookRoutes } from './webhookRoutes';
