import { useApi } from '@backstage/frontend-plugin-api';
import type { TaskCount } from '@countersign/backstage-plugin-approvals-common';
import { approvalsApiRef } from '../api';
import { usePolled } from './usePolled';

const HALF_A_MINUTE = 30_000;

/** How much waits on the signed-in person; undefined until it is known. */
export function useTaskCount(): TaskCount | undefined {
  const api = useApi(approvalsApiRef);
  const count = usePolled('count', signal => api.countTasks({ signal }), {
    every: HALF_A_MINUTE,
  });
  return count.status === 'ready' ? count.value : undefined;
}
