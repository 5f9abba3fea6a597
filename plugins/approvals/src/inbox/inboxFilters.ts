import type { OperationArgs } from '@countersign/backstage-plugin-approvals-common';

/** What the inbox is narrowed to; it lives in the address of the page. */
export type InboxFilters = {
  words: string;
  policyKey?: string;
  requester?: string;
  overdue: boolean;
};

/** Reads the filters from the address. */
export function readFilters(params: URLSearchParams): InboxFilters {
  return {
    words: params.get('q') ?? '',
    policyKey: params.get('policy') ?? undefined,
    requester: params.get('requester') ?? undefined,
    overdue: params.get('overdue') === 'true',
  };
}

/** Writes the filters to the address; what is not set is left out. */
export function writeFilters(filters: InboxFilters): URLSearchParams {
  const params = new URLSearchParams();
  if (filters.words) params.set('q', filters.words);
  if (filters.policyKey) params.set('policy', filters.policyKey);
  if (filters.requester) params.set('requester', filters.requester);
  if (filters.overdue) params.set('overdue', 'true');
  return params;
}

/** The filters as the API takes them. */
export function taskQueryOf(
  filters: InboxFilters,
): NonNullable<OperationArgs<'listTasks'>['query']> {
  const words = filters.words.trim();
  return {
    ...(words && { q: words }),
    ...(filters.policyKey && { policyKey: filters.policyKey }),
    ...(filters.requester && { requester: filters.requester }),
    ...(filters.overdue && { overdue: 'true' as const }),
  };
}

/** True when anything is narrowed. */
export function isFiltered(filters: InboxFilters): boolean {
  return writeFilters(filters).size > 0;
}
