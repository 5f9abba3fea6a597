import { useApi } from '@backstage/frontend-plugin-api';
import type { DeliveryItem } from '@countersign/backstage-plugin-approvals-common';
import { useState } from 'react';
import { approvalsApiRef } from '../../api';
import { loadPages } from '../../ui/loadPages';
import { usePolled } from '../../ui/usePolled';
import { DeliveryFilters, deliveryQueryOf } from './deliveryFilters';
import { isMoving } from './deliveryState';

const PAGE = 50;
const SOON = 2_000;
const USUAL = 10_000;
const NOTHING = { items: [], more: false };

/** Messages to endpoints, newest first, live; at short intervals while one is on its way. */
export function useDeliveries(filters: DeliveryFilters) {
  const api = useApi(approvalsApiRef);
  const query = deliveryQueryOf(filters);
  const key = JSON.stringify(query);
  const [pages, setPages] = useState({ key, count: 1 });
  const count = pages.key === key ? pages.count : 1;

  const deliveries = usePolled(
    `${key} ${count}`,
    async signal =>
      query
        ? loadPages<DeliveryItem>(count, cursor =>
            api.listDeliveries({
              query: { ...query, limit: String(PAGE), cursor },
              signal,
            }),
          )
        : NOTHING,
    {
      about: 'webhook:',
      keep: true,
      every: ({ items }) =>
        items.some(item => isMoving(item, Date.now())) ? SOON : USUAL,
    },
  );
  const showMore = () => setPages({ key, count: count + 1 });
  return { deliveries, showMore };
}
