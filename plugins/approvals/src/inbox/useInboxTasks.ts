import { useApi } from '@backstage/frontend-plugin-api';
import type { TaskItem } from '@countersign/backstage-plugin-approvals-common';
import { useState } from 'react';
import { approvalsApiRef } from '../api';
import { loadPages } from '../ui/loadPages';
import { usePolled } from '../ui/usePolled';
import { InboxFilters, taskQueryOf } from './inboxFilters';

const PAGE = 50;

/** What waits on the signed-in person, live; `showMore` where there is more. */
export function useInboxTasks(filters: InboxFilters) {
  const api = useApi(approvalsApiRef);
  const query = taskQueryOf(filters);
  const key = JSON.stringify(query);
  const [pages, setPages] = useState({ key, count: 1 });
  const count = pages.key === key ? pages.count : 1;

  const tasks = usePolled(
    `${key} ${count}`,
    signal =>
      loadPages<TaskItem>(count, cursor =>
        api.listTasks({
          query: { ...query, limit: String(PAGE), cursor },
          signal,
        }),
      ),
    { keep: true },
  );
  const showMore = () => setPages({ key, count: count + 1 });
  return { tasks, showMore };
}
