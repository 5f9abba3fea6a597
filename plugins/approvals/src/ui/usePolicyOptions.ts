import { useApi } from '@backstage/frontend-plugin-api';
import type { PolicyItem } from '@countersign/backstage-plugin-approvals-common';
import { useMemo } from 'react';
import { approvalsApiRef } from '../api';
import { usePolled } from './usePolled';

const FIVE_MINUTES = 300_000;

/** The policies to choose from, by name; what is chosen is among them even when it is not readable. */
export function usePolicyOptions(
  ...chosen: (string | undefined)[]
): { id: string; label: string }[] {
  const options = usePolicies().map(({ key, name }) => ({
    id: key,
    label: name,
  }));
  const unknown = chosen.filter(
    key => key !== undefined && !options.some(({ id }) => id === key),
  ) as string[];
  return [...options, ...unknown.map(key => ({ id: key, label: key }))];
}

/** Gives the names of policies; the key where it is not readable. */
export function usePolicyNames(): (key: string) => string {
  const policies = usePolicies();
  return useMemo(() => {
    const names = new Map(policies.map(({ key, name }) => [key, name]));
    return key => names.get(key) ?? key;
  }, [policies]);
}

const NONE: PolicyItem[] = [];

function usePolicies(): PolicyItem[] {
  const api = useApi(approvalsApiRef);
  const policies = usePolled(
    'policies',
    signal => api.listPolicies({ query: { limit: '100' }, signal }),
    { about: 'policy:', every: FIVE_MINUTES },
  );
  return policies.status === 'ready' ? policies.value.items : NONE;
}
