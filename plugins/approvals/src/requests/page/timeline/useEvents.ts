import { useApi } from '@backstage/frontend-plugin-api';
import type { Event } from '@countersign/backstage-plugin-approvals-common';
import { approvalsApiRef } from '../../../api';
import { loadPages } from '../../../ui/loadPages';
import { usePolled } from '../../../ui/usePolled';

const PAGE = '100';
const PAGES = 50;

/** The whole history of a request and of what runs after it, live, and anew whenever the request's `state` is another. */
export function useEvents(requestId: string, state: string) {
  const api = useApi(approvalsApiRef);
  return usePolled(
    `${requestId} ${state}`,
    async signal => {
      const { items } = await loadPages<Event>(PAGES, cursor =>
        api.listRequestEvents({
          params: { id: requestId },
          query: { limit: PAGE, cursor },
          signal,
        }),
      );
      return items;
    },
    { about: `request:${requestId} run:${requestId}`, keep: true },
  );
}
