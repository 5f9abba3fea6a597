import {
  ApprovalsClient,
  createApprovalsClient,
} from '@countersign/backstage-plugin-approvals-common';
import {
  createApiRef,
  DiscoveryApi,
  FetchApi,
} from '@backstage/frontend-plugin-api';

/** The typed client of the backend, which also tells when something was written through it. */
export type ApprovalsApi = ApprovalsClient & {
  /** Calls back after each successful write, so that what is shown can refresh. Returns the way to stop. */
  onWrite(listener: () => void): () => void;
};

/** The portal's way to the approvals backend. */
export const approvalsApiRef = createApiRef<ApprovalsApi>().with({
  id: 'plugin.approvals.client',
  pluginId: 'approvals',
});

/** Makes the client with the signed-in person's credentials. */
export function createApprovalsApi(options: {
  discoveryApi: DiscoveryApi;
  fetchApi: FetchApi;
}): ApprovalsApi {
  const listeners = new Set<() => void>();
  const client = createApprovalsClient({
    baseUrl: () => options.discoveryApi.getBaseUrl('approvals'),
    fetch: async (input, init) => {
      const response = await options.fetchApi.fetch(input, init);
      if (response.ok && init?.method !== 'GET') {
        listeners.forEach(listener => listener());
      }
      return response;
    },
  });
  return {
    ...client,
    onWrite(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
