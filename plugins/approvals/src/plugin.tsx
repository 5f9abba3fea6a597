import {
  ApiBlueprint,
  AppRootElementBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { scaffolderTemplateOutputsBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { lazy, Suspense } from 'react';
import { z } from 'zod';
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
import { findingsOf } from './templates/findings';
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

const LazyTaskOutputs = lazy(() =>
  import('./runs/task/TaskOutputs').then(m => ({ default: m.TaskOutputs })),
);

// The scaffolder asks for the exact templates: they are named in the app's config.
const taskOutputs = scaffolderTemplateOutputsBlueprint.makeWithOverrides({
  configSchema: { templateRefs: z.array(z.string()).default([]) },
  factory: (originalFactory, { config }) =>
    originalFactory({
      templateRefs: config.templateRefs,
      component: props => (
        <Suspense fallback={null}>
          <LazyTaskOutputs {...props} />
        </Suspense>
      ),
    }),
});

const templateFindings = EntityCardBlueprint.make({
  name: 'template-check',
  params: {
    type: 'content',
    filter: entity => findingsOf(entity).length > 0,
    loader: () =>
      import('./templates/FindingsCard').then(m => <m.FindingsCard />),
  },
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
  extensions: [
    approvalsApi,
    facesApi,
    approvalsPage,
    releasedNotices,
    taskOutputs,
    templateFindings,
  ],
});
