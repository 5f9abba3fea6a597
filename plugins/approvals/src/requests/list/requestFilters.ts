import {
  OperationArgs,
  RequestStatus,
  requestStatus,
} from '@countersign/backstage-plugin-approvals-common';

/** One status, or a family of them. */
export type StatusFilter = RequestStatus | 'open' | 'ended';

/** What a list of requests is narrowed to; it lives in the address of the page. */
export type RequestFilters = {
  words: string;
  policyKey?: string;
  status?: StatusFilter;
};

const FAMILIES: Record<'open' | 'ended', RequestStatus[]> = {
  open: ['in_review', 'changes_requested'],
  ended: ['approved', 'rejected', 'withdrawn', 'cancelled', 'expired'],
};

/** Reads the filters from the address; an unknown status is none. */
export function readFilters(params: URLSearchParams): RequestFilters {
  const status = params.get('status');
  return {
    words: params.get('q') ?? '',
    policyKey: params.get('policy') ?? undefined,
    status: isStatus(status) ? status : undefined,
  };
}

/** Writes the filters to the address; what is not set is left out. */
export function writeFilters(filters: RequestFilters): URLSearchParams {
  const params = new URLSearchParams();
  if (filters.words) params.set('q', filters.words);
  if (filters.policyKey) params.set('policy', filters.policyKey);
  if (filters.status) params.set('status', filters.status);
  return params;
}

/** The filters as the API takes them. */
export function requestQueryOf(
  filters: RequestFilters,
): NonNullable<OperationArgs<'listRequests'>['query']> {
  const words = filters.words.trim();
  const { status } = filters;
  return {
    ...(words && { q: words }),
    ...(filters.policyKey && { policyKey: filters.policyKey }),
    ...(status && {
      status:
        status === 'open' || status === 'ended' ? FAMILIES[status] : status,
    }),
  };
}

function isStatus(status: string | null): status is StatusFilter {
  return (
    status === 'open' ||
    status === 'ended' ||
    requestStatus.safeParse(status).success
  );
}
