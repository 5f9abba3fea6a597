import {
  BackendFeature,
  coreServices,
  createBackendModule,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { EventParams, eventsServiceRef } from '@backstage/plugin-events-node';
import notificationsPlugin from '@backstage/plugin-notifications-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  approvalsExecutorsExtensionPoint,
  Executor,
} from '@countersign/backstage-plugin-approvals-node';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { approvalsPlugin } from '../../plugin';
import { restrictionsOf } from './callers';
import { decideByExample, Decide, permissionsBy } from './examplePolicy';
import { catalogEntities, groupsOf } from './people';

/** What is not usual in a backend of tests. */
export type PortalOptions = {
  /** A catalog with {@link catalogEntities | a group too large to ask}. */
  thousands?: boolean;
  /** `permission.enabled`; true by default. */
  permissions?: boolean;
  decide?: Decide;
  /** With Backstage's notifications, on a database of their own; without it nobody gets notices. */
  bells?: Bells;
  /** What runs after approvals. */
  executors?: Executor[];
  /** More configuration below `approvals`. */
  approvals?: JsonObject;
};

/** What is published in a backend with notifications. */
export type Bells = { knex: Knex; published: EventParams[] };

/** The plugin on a database, with doubles of what a whole backend has beside it. */
export function portalFeatures(
  knex: Knex,
  options: PortalOptions = {},
): BackendFeature[] {
  const {
    permissions = true,
    decide = decideByExample,
    bells,
    executors = [],
    approvals,
  } = options;
  return [
    approvalsPlugin,
    mockServices.rootConfig.factory({
      data: {
        app: { baseUrl: 'http://localhost' },
        permission: { enabled: permissions },
        approvals: {
          limits: { writesPerSecond: 0 },
          administrators: ['approvals-admins'],
          encryption: { keys: [{ secret: 'k'.repeat(43) }] },
          http: { allow: [{ host: 'localhost', insecure: true }] },
          ...approvals,
        },
      },
    }),
    catalogServiceMock.factory({ entities: catalogEntities(options) }),
    ...doubles(decide),
    executorsModule(executors),
    ...(bells
      ? [notificationsPlugin, ...besideNotifications(knex, bells)]
      : [mockServices.database.factory({ knex })]),
  ];
}

function executorsModule(executors: Executor[]): BackendFeature {
  return createBackendModule({
    pluginId: 'approvals',
    moduleId: 'executors',
    register(reg) {
      reg.registerInit({
        deps: { point: approvalsExecutorsExtensionPoint },
        init: async ({ point }) =>
          executors.forEach(executor => point.addExecutor(executor)),
      });
    },
  });
}

/** A database for each of the two plugins, and events that are kept. */
function besideNotifications(knex: Knex, bells: Bells): BackendFeature[] {
  return [
    createServiceFactory({
      service: coreServices.database,
      deps: { plugin: coreServices.pluginMetadata },
      factory: ({ plugin }) =>
        mockServices.database({
          knex: plugin.getId() === 'approvals' ? knex : bells.knex,
        }),
    }),
    createServiceFactory({
      service: eventsServiceRef,
      deps: {},
      factory: () => ({
        publish: async event => {
          bells.published.push(event);
        },
        subscribe: async () => {},
      }),
    }),
  ];
}

/** Who asks, which groups they are in, and what the policy says of them. */
function doubles(decide: Decide): BackendFeature[] {
  return [
    createServiceFactory({
      service: coreServices.permissions,
      deps: {},
      factory: () => permissionsBy(decide),
    }),
    createServiceFactory({
      service: coreServices.userInfo,
      deps: {},
      factory: () => ({
        getUserInfo: async ({ principal }) => {
          const { userEntityRef } = principal as { userEntityRef: string };
          return {
            userEntityRef,
            ownershipEntityRefs: [userEntityRef, ...groupsOf(userEntityRef)],
          };
        },
      }),
    }),
    createServiceFactory({
      service: coreServices.httpAuth,
      deps: { plugin: coreServices.pluginMetadata },
      factory: ({ plugin }) => restrictedHttpAuth(plugin.getId()),
    }),
  ];
}

/** Tokens of tests cannot carry access restrictions: services get theirs by name. */
function restrictedHttpAuth(pluginId: string): typeof coreServices.httpAuth.T {
  const httpAuth = mockServices.httpAuth({
    pluginId,
    defaultCredentials: mockCredentials.none(),
  });
  return {
    issueUserCookie: httpAuth.issueUserCookie.bind(httpAuth),
    credentials: async (request, wanted) => {
      const credentials = await httpAuth.credentials(request, wanted);
      const { subject } = credentials.principal as { subject?: string };
      const restrictions = subject && restrictionsOf(subject);
      return restrictions
        ? (mockCredentials.service(subject, restrictions) as typeof credentials)
        : credentials;
    },
  };
}
