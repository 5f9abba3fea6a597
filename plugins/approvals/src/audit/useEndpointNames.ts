import { useApi } from '@backstage/frontend-plugin-api';
import {
  Event,
  LIMITS,
  webhookManagePermission,
} from '@countersign/backstage-plugin-approvals-common';
import { useEffect, useState } from 'react';
import { approvalsApiRef } from '../api';
import { useMay } from '../ui/useMay';

/**
 * The names of the webhook endpoints that some events are about; undefined for
 * those that were removed, and for readers who do not manage webhooks.
 */
export function useEndpointNames(
  events: Event[],
): (id: string) => string | undefined {
  const api = useApi(approvalsApiRef);
  const may = useMay(webhookManagePermission);
  const wanted =
    may && events.some(({ stream }) => stream.startsWith('webhook:'));
  const [names, setNames] = useState(new Map<string, string>());

  useEffect(() => {
    if (!wanted) return undefined;
    const abort = new AbortController();
    const load = async () => {
      const { items } = await api.listWebhooks({
        query: { limit: String(LIMITS.webhooks) },
        signal: abort.signal,
      });
      setNames(new Map(items.map(({ id, name }) => [id, name])));
    };
    // Without the names the streams are told by their ids.
    load().catch(() => undefined);
    return () => abort.abort();
  }, [api, wanted]);

  return id => names.get(id);
}
