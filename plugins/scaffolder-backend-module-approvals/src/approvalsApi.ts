import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  ApprovalsClient,
  createApprovalsClient,
} from '@countersign/backstage-plugin-approvals-common';
import { patientFetch } from './patientFetch';

/** Makes clients of the approvals API. */
export type ApprovalsApi = (call?: {
  /** In whose name; by default the plugin's own. */
  onBehalfOf?: BackstageCredentials;
  signal?: AbortSignal;
}) => ApprovalsClient;

/** The approvals API as this backend's plugin reaches it. */
export function createApprovalsApi(services: {
  auth: AuthService;
  discovery: DiscoveryService;
}): ApprovalsApi {
  const { auth, discovery } = services;
  return ({ onBehalfOf, signal } = {}) =>
    createApprovalsClient({
      baseUrl: () => discovery.getBaseUrl('approvals'),
      fetch: patientFetch({
        signal,
        fetch: async (input, init) => {
          const { token } = await auth.getPluginRequestToken({
            onBehalfOf: onBehalfOf ?? (await auth.getOwnServiceCredentials()),
            targetPluginId: 'approvals',
          });
          return fetch(input, {
            ...init,
            headers: { ...init?.headers, authorization: `Bearer ${token}` },
          });
        },
      }),
    });
}
