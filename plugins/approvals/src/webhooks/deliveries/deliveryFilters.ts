import {
  DeliveryStatus,
  deliveryStatus,
  OperationArgs,
} from '@countersign/backstage-plugin-approvals-common';

/** What a list of messages is narrowed to; it lives in the address of the page. */
export type DeliveryFilters = {
  status?: DeliveryStatus;
  type?: string;
  endpoint?: string;
  /** The id of a request, or words in which there is one, such as its link. */
  request: string;
};

/** Reads the filters from the address; an unknown status is none. */
export function readFilters(params: URLSearchParams): DeliveryFilters {
  const status = deliveryStatus.safeParse(params.get('status'));
  return {
    status: status.data,
    type: params.get('type') ?? undefined,
    endpoint: params.get('endpoint') ?? undefined,
    request: params.get('request') ?? '',
  };
}

/** Writes the filters to the address; what is not set is left out. */
export function writeFilters(filters: DeliveryFilters): URLSearchParams {
  const params = new URLSearchParams();
  if (filters.status) params.set('status', filters.status);
  if (filters.type) params.set('type', filters.type);
  if (filters.endpoint) params.set('endpoint', filters.endpoint);
  if (filters.request) params.set('request', filters.request);
  return params;
}

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** The id in words such as a request's link. */
function idIn(words: string): string | undefined {
  return ID.exec(words)?.[0].toLowerCase();
}

/** The filters as the API takes them; undefined where no message can match. */
export function deliveryQueryOf(
  filters: DeliveryFilters,
): OperationArgs<'listDeliveries'>['query'] | undefined {
  const requestId = idIn(filters.request);
  if (filters.request && !requestId) return undefined;
  const { status, type, endpoint } = filters;
  return {
    ...(status && { status }),
    ...(type && { type }),
    ...(endpoint && { endpointId: endpoint }),
    ...(requestId && { requestId }),
  };
}
