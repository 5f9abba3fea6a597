import { useApi } from '@backstage/frontend-plugin-api';
import type { PolicyItem } from '@countersign/backstage-plugin-approvals-common';
import { approvalsApiRef } from '../../api';
import { loadPages } from '../../ui/loadPages';
import { usePolled } from '../../ui/usePolled';

const PAGES = 10;
const MINUTE = 60_000;

/** The policies under which one can ask now. */
export function useActivePolicies() {
  const api = useApi(approvalsApiRef);
  return usePolled(
    'active',
    async signal => {
      const { items } = await loadPages<PolicyItem>(PAGES, cursor =>
        api.listPolicies({
          query: { status: 'active', limit: '100', cursor },
          signal,
        }),
      );
      return items;
    },
    { about: 'policy:', every: MINUTE },
  );
}
