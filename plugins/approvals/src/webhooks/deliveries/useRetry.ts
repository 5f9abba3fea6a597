import {
  toastApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { DeliveryItem } from '@countersign/backstage-plugin-approvals-common';
import { useCallback, useState } from 'react';
import { approvalsApiRef } from '../../api';
import { approvalsTranslationRef } from '../../translation';
import { errorWords } from '../../ui/errorWords';

/** Messages that were sent again, by id: as they were before, and when. */
type Sent = ReadonlyMap<string, { item: DeliveryItem; at: string }>;

const TOAST = 5_000;

/**
 * Sends messages again. They show as on their way at once; where the server
 * refuses they are as before, and its words are told.
 */
export function useRetry() {
  const api = useApi(approvalsApiRef);
  const toastApi = useApi(toastApiRef);
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [sent, setSent] = useState<Sent>(new Map());

  const retry = useCallback(
    async (item: DeliveryItem) => {
      const at = new Date().toISOString();
      setSent(before => new Map(before).set(item.id, { item, at }));
      try {
        await api.retryDelivery({ params: { id: item.id }, body: {} });
        toastApi.post({
          title: t('deliveries.retried'),
          status: 'success',
          timeout: TOAST,
        });
      } catch (error) {
        setSent(before => without(before, item.id));
        toastApi.post({
          title: t('delivery.refused'),
          description: errorWords(error, t),
          status: 'danger',
          timeout: TOAST,
        });
      }
    },
    [api, toastApi, t],
  );
  return { sent, retry };
}

/** A message as it will be; what the server answered since wins. */
export function withRetry<T extends DeliveryItem>(item: T, sent: Sent): T {
  const again = sent.get(item.id);
  const unchanged =
    again?.item.status === item.status &&
    again.item.attempts.length === item.attempts.length &&
    again.item.nextAttemptAt === item.nextAttemptAt;
  return unchanged
    ? {
        ...item,
        status: 'pending',
        endedAt: undefined,
        nextAttemptAt: again.at,
      }
    : item;
}

function without(sent: Sent, id: string): Sent {
  const rest = new Map(sent);
  rest.delete(id);
  return rest;
}
