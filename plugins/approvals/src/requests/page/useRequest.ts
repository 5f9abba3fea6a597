import { useApi } from '@backstage/frontend-plugin-api';
import type { Request } from '@countersign/backstage-plugin-approvals-common';
import { approvalsApiRef } from '../../api';
import { usePolled } from '../../ui/usePolled';

const SOON = 1_500;
const USUAL = 10_000;

/** True while people are being found: the next state is a moment away. */
function isMoving(request: Request): boolean {
  return request.stages.some(({ status }) => status === 'resolving');
}

/** One request, live; at short intervals while its people are being found. */
export function useRequest(id: string) {
  const api = useApi(approvalsApiRef);
  return usePolled<Request>(
    id,
    signal => api.getRequest({ params: { id }, signal }),
    {
      about: `request:${id}`,
      every: request => (isMoving(request) ? SOON : USUAL),
    },
  );
}
