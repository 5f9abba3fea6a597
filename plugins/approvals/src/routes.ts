import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The inbox, and the root of all pages of the plugin. */
export const rootRouteRef = createRouteRef();

/** What the signed-in person asked for. */
export const myRequestsRouteRef = createSubRouteRef({
  path: '/mine',
  parent: rootRouteRef,
});

/** Every request that the signed-in person may see. */
export const allRequestsRouteRef = createSubRouteRef({
  path: '/all',
  parent: rootRouteRef,
});

/** One request. */
export const requestRouteRef = createSubRouteRef({
  path: '/requests/:id',
  parent: rootRouteRef,
});

/** The form to ask for something. */
export const newRequestRouteRef = createSubRouteRef({
  path: '/new',
  parent: rootRouteRef,
});

/** The list of policies. */
export const policiesRouteRef = createSubRouteRef({
  path: '/policies',
  parent: rootRouteRef,
});

/** All history. */
export const auditRouteRef = createSubRouteRef({
  path: '/audit',
  parent: rootRouteRef,
});

/** One policy. */
export const policyRouteRef = createSubRouteRef({
  path: '/policies/:key',
  parent: rootRouteRef,
});

/** The webhook endpoints. */
export const webhooksRouteRef = createSubRouteRef({
  path: '/webhooks',
  parent: rootRouteRef,
});

/** One webhook endpoint with its messages. */
export const webhookRouteRef = createSubRouteRef({
  path: '/webhooks/:id',
  parent: rootRouteRef,
});

/** The messages to all webhook endpoints. */
export const deliveriesRouteRef = createSubRouteRef({
  path: '/webhooks/deliveries',
  parent: rootRouteRef,
});

/** One message to a webhook endpoint. */
export const deliveryRouteRef = createSubRouteRef({
  path: '/webhooks/deliveries/:id',
  parent: rootRouteRef,
});
