import { useApi } from '@backstage/frontend-plugin-api';
import type { RequestItem } from '@countersign/backstage-plugin-approvals-common';
import { useState } from 'react';
import { approvalsApiRef } from '../../api';
import { loadPages } from '../../ui/loadPages';
import { usePolled } from '../../ui/usePolled';
import { RequestFilters, requestQueryOf } from './requestFilters';

const PAGE = 50;

/** Requests that the signed-in person may see, newest first, live. */
export function useRequests(filters: RequestFilters, requester?: string) {
  const api = useApi(approvalsApiRef);
  const query = { ...requestQueryOf(filters), ...(requester && { requester }) };
  const key = JSON.stringify(query);
  const [pages, setPages] = useState({ key, count: 1 });
  const count = pages.key === key ? pages.count : 1;

  const requests = usePolled(
    `${key} ${count}`,
    signal =>
      loadPages<RequestItem>(count, cursor =>
        api.listRequests({
          query: { ...query, limit: String(PAGE), cursor },
          signal,
        }),
      ),
    { about: 'request: run:', keep: true },
  );
  const showMore = () => setPages({ key, count: count + 1 });
  return { requests, showMore };
}
