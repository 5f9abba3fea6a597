import {
  ApiBlueprint,
  AppRootElementBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { approvalsApiRef, createApprovalsApi } from './api';
import { ReleasedNotices } from './notices/ReleasedNotices';
import {
  allRequestsRouteRef,
  deliveriesRouteRef,
  deliveryRouteRef,
  auditRouteRef,
  myRequestsRouteRef,
  newRequestRouteRef,
  policiesRouteRef,
  policyRouteRef,
  requestRouteRef,
  rootRouteRef,
  webhookRouteRef,
  webhooksRouteRef,
} from './routes';
import { BadgeIcon } from './ui/BadgeIcon';
import { createFacesApi, facesApiRef } from './ui/people/faces';

const approvalsApi = ApiBlueprint.make({
  params: define =>
    define({
      api: approvalsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: createApprovalsApi,
    }),
});

const facesApi = ApiBlueprint.make({
  name: 'faces',
  params: define =>
    define({
      api: facesApiRef,
      deps: { catalogApi: catalogApiRef },
      factory: createFacesApi,
    }),
});

const approvalsPage = PageBlueprint.make({
  params: {
    path: '/approvals',
    title: 'Approvals',
    icon: <BadgeIcon />,
    routeRef: rootRouteRef,
    // The pages draw their own header: its tabs are pages, but not every page is a tab.
    noHeader: true,
    loader: () => import('./ApprovalsPages').then(m => <m.ApprovalsPages />),
  },
});

const releasedNotices = AppRootElementBlueprint.make({
  name: 'released-notices',
  params: { element: <ReleasedNotices /> },
});

/** Inbox, requests, policies and webhooks of Countersign. */
export const approvalsPlugin = createFrontendPlugin({
  pluginId: 'approvals',
  title: 'Approvals',
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    myRequests: myRequestsRouteRef,
    allRequests: allRequestsRouteRef,
    request: requestRouteRef,
    newRequest: newRequestRouteRef,
    policies: policiesRouteRef,
    policy: policyRouteRef,
    webhooks: webhooksRouteRef,
    webhook: webhookRouteRef,
    deliveries: deliveriesRouteRef,
    delivery: deliveryRouteRef,
    audit: auditRouteRef,
  },
  extensions: [approvalsApi, facesApi, approvalsPage, releasedNotices],
});
