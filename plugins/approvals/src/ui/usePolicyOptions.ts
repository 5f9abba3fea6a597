import { useApi } from '@backstage/frontend-plugin-api';
import { approvalsApiRef } from '../api';
import { usePolled } from './usePolled';

const FIVE_MINUTES = 300_000;

/** The policies to choose from, by name; what is chosen is among them even when it is not readable. */
export function usePolicyOptions(
  chosen?: string,
): { id: string; label: string }[] {
  const api = useApi(approvalsApiRef);
  const policies = usePolled(
    'policies',
    signal => api.listPolicies({ query: { limit: '100' }, signal }),
    { about: 'policy:', every: FIVE_MINUTES },
  );
  const items = policies.status === 'ready' ? policies.value.items : [];
  const options = items.map(({ key, name }) => ({ id: key, label: name }));
  return chosen && !options.some(({ id }) => id === chosen)
    ? [...options, { id: chosen, label: chosen }]
    : options;
}
