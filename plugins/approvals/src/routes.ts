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

/** One policy. */
export const policyRouteRef = createSubRouteRef({
  path: '/policies/:key',
  parent: rootRouteRef,
});
