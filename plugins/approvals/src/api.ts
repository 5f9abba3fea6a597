import {
  ApprovalsClient,
  ApprovalsError,
  createApprovalsClient,
  OperationArgs,
} from '@countersign/backstage-plugin-approvals-common';
import {
  createApiRef,
  DiscoveryApi,
  FetchApi,
} from '@backstage/frontend-plugin-api';
import { retryTask, RunId } from './runs/retryTask';

/** The typed client of the backend, which also tells when something was written through it. */
export type ApprovalsApi = ApprovalsClient & {
  /** Calls back after each successful write, so that what is shown can refresh. Returns the way to stop. */
  onWrite(listener: () => void): () => void;
  /**
   * All history that a query lets through, as a file.
   *
   * @throws ApprovalsError
   */
  exportAudit(query: ExportQuery, signal: AbortSignal): Promise<Blob>;
  /**
   * Lets what waits for an approval go on, as the signed-in person.
   *
   * @param secrets - what it needs again, by name
   * @throws ApprovalsError
   */
  letGoOn(execution: RunId, secrets: Record<string, string>): Promise<void>;
};

type ExportQuery = OperationArgs<'listAudit'>['query'];

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
    async exportAudit(query, signal) {
      const base = await options.discoveryApi.getBaseUrl('approvals');
      const search = new URLSearchParams({ ...query });
      const response = await options.fetchApi.fetch(`${base}/audit?${search}`, {
        signal,
      });
      if (!response.ok) {
        throw new ApprovalsError(
          response.status,
          await response.json().catch(() => undefined),
        );
      }
      return response.blob();
    },
    async letGoOn(execution, secrets) {
      await retryTask(options, execution, secrets);
      listeners.forEach(listener => listener());
    },
  };
}
