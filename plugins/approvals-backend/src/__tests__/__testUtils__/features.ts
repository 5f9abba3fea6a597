import {
  BackendFeature,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
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
};

/** The plugin on a database, with doubles of what a whole backend has beside it. */
export function portalFeatures(
  knex: Knex,
  options: PortalOptions = {},
): BackendFeature[] {
  const { permissions = true, decide = decideByExample } = options;
  return [
    approvalsPlugin,
    mockServices.rootConfig.factory({
      data: {
        permission: { enabled: permissions },
        approvals: { limits: { writesPerSecond: 0 } },
      },
    }),
    mockServices.database.factory({ knex }),
    catalogServiceMock.factory({ entities: catalogEntities(options) }),
    ...doubles(decide),
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
      deps: {},
      factory: () => restrictedHttpAuth(),
    }),
  ];
}

/** Tokens of tests cannot carry access restrictions: services get theirs by name. */
function restrictedHttpAuth(): typeof coreServices.httpAuth.T {
  const httpAuth = mockServices.httpAuth({
    pluginId: 'approvals',
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
