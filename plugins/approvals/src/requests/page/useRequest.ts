import { useApi } from '@backstage/frontend-plugin-api';
import type { Request } from '@countersign/backstage-plugin-approvals-common';
import { approvalsApiRef } from '../../api';
import { usePolled } from '../../ui/usePolled';

/** One request, live. */
export function useRequest(id: string) {
  const api = useApi(approvalsApiRef);
  return usePolled<Request>(id, signal =>
    api.getRequest({ params: { id }, signal }),
  );
}
