import { useApi } from '@backstage/frontend-plugin-api';
import type { Webhook } from '@countersign/backstage-plugin-approvals-common';
import { approvalsApiRef } from '../api';
import { loadPages } from '../ui/loadPages';
import { usePolled } from '../ui/usePolled';

const ALL = 10;

/**
 * All endpoints, live: there are a hundred at most.
 *
 * @param options - `withRemoved`: also those that were removed and have messages left
 */
export function useWebhooks(options?: { withRemoved: boolean }) {
  const api = useApi(approvalsApiRef);
  const removed = options?.withRemoved ? 'true' : undefined;
  return usePolled<Webhook[]>(
    `webhooks ${removed}`,
    async signal => {
      const { items } = await loadPages<Webhook>(ALL, cursor =>
        api.listWebhooks({ query: { cursor, removed }, signal }),
      );
      return items;
    },
    { about: 'webhook:' },
  );
}

/**
 * One endpoint, live.
 *
 * @param leaving - it may be removed any moment, and would be missing then
 */
export function useWebhook(id: string, leaving: boolean) {
  const api = useApi(approvalsApiRef);
  return usePolled<Webhook>(
    id,
    signal => api.getWebhook({ params: { id }, signal }),
    { about: `webhook:${id}`, rest: leaving },
  );
}
