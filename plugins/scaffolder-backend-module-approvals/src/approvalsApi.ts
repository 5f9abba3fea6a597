import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import {
  ApprovalsClient,
  createApprovalsClient,
} from '@countersign/backstage-plugin-approvals-common';
import { answerOf } from './NoAnswer';
import { patientFetch } from './patientFetch';

/** Makes clients of the approvals API. */
export type ApprovalsApi = (call?: {
  /** In whose name; by default the plugin's own. */
  onBehalfOf?: BackstageCredentials;
  signal?: AbortSignal;
}) => ApprovalsClient;

/** The approvals API as this backend's plugin reaches it: its calls throw `NoAnswer` where there is none. */
export function createApprovalsApi(services: {
  auth: AuthService;
  discovery: DiscoveryService;
}): ApprovalsApi {
  const { auth, discovery } = services;
  return ({ onBehalfOf, signal } = {}) => {
    const patient = patientFetch({
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
    });
    return createApprovalsClient({
      baseUrl: () =>
        answerOf('approvals', () => discovery.getBaseUrl('approvals')),
      fetch: (input, init) => answerOf('approvals', () => patient(input, init)),
    });
  };
}
