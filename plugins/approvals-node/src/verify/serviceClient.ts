import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  ApprovalsClient,
  createApprovalsClient,
} from '@countersign/backstage-plugin-approvals-common';

/** The approvals API, called by a plugin as itself. */
export function createApprovalsServiceClient(services: {
  auth: AuthService;
  discovery: DiscoveryService;
}): ApprovalsClient {
  const { auth, discovery } = services;
  return createApprovalsClient({
    baseUrl: () => discovery.getBaseUrl('approvals'),
    fetch: async (input, init) => {
      const { token } = await auth.getPluginRequestToken({
        onBehalfOf: await auth.getOwnServiceCredentials(),
        targetPluginId: 'approvals',
      });
      return fetch(input, {
        ...init,
        headers: { ...init?.headers, authorization: `Bearer ${token}` },
      });
    },
  });
}
