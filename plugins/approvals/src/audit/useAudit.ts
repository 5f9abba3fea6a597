import { useApi } from '@backstage/frontend-plugin-api';
import type { Event } from '@countersign/backstage-plugin-approvals-common';
import { useState } from 'react';
import { approvalsApiRef } from '../api';
import { loadPages } from '../ui/loadPages';
import { usePolled } from '../ui/usePolled';
import type { AuditQuery } from './auditFilters';

const PAGE = '50';

/** All history that the filters let through, newest first, live. */
export function useAudit(query: AuditQuery) {
  const api = useApi(approvalsApiRef);
  const key = JSON.stringify(query);
  const [pages, setPages] = useState({ key, count: 1 });
  const count = pages.key === key ? pages.count : 1;
  const wanted = `${key} ${count}`;
  const events = usePolled(
    wanted,
    async signal => ({
      wanted,
      ...(await loadPages<Event>(count, cursor =>
        api.listAudit({ query: { ...query, limit: PAGE, cursor }, signal }),
      )),
    }),
    { keep: true, about: '' },
  );
  return {
    events,
    /** Nothing is on its way that would show other lines. */
    isSettled: events.status === 'ready' && events.value.wanted === wanted,
    showMore: () => setPages({ key, count: count + 1 }),
  };
}
