import { operations } from '@countersign/backstage-plugin-approvals-common';
import { Route } from '../http';
import { DeliveryService } from './DeliveryService';
import { EndpointViews } from './EndpointViews';
import { SecretRotation } from './SecretRotation';
import { WebhookService } from './WebhookService';

/** Lays the routes of webhook endpoints and of the messages to them. */
export function addWebhookRoutes(
  route: Route,
  room: {
    views: EndpointViews;
    webhooks: WebhookService;
    rotation: SecretRotation;
    deliveries: DeliveryService;
  },
): void {
  const { views, webhooks, rotation, deliveries } = room;
  route(operations.listWebhooks, ({ caller, query }) =>
    views.list(caller, query()),
  );
  route(operations.createWebhook, ({ caller, body, once }) =>
    webhooks.create(caller, body, once),
  );
  route(operations.getWebhook, ({ caller, params }) =>
    views.get(caller, params.id),
  );
  route(operations.updateWebhook, ({ caller, params, body }) =>
    webhooks.update(caller, params.id, body),
  );
  route(operations.deleteWebhook, ({ caller, params }) =>
    webhooks.remove(caller, params.id),
  );
  route(operations.rotateWebhookSecret, ({ caller, params, body }) =>
    rotation.rotate(caller, params.id, body),
  );
  route(operations.testWebhook, ({ caller, params, body, once }) =>
    deliveries.test(caller, params.id, body, once),
  );
  route(operations.listDeliveries, ({ caller, query }) =>
    deliveries.list(caller, query()),
  );
  route(operations.getDelivery, ({ caller, params }) =>
    deliveries.get(caller, params.id),
  );
  route(operations.retryDelivery, ({ caller, params, body }) =>
    deliveries.retry(caller, params.id, body),
  );
}
