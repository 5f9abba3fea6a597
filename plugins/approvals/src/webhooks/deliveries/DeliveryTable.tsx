import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { DeliveryItem } from '@countersign/backstage-plugin-approvals-common';
import {
  Cell,
  CellText,
  ColumnConfig,
  Table,
  Text,
  useBreakpoint,
} from '@backstage/ui';
import { useMemo } from 'react';
import { deliveryRouteRef } from '../../routes';
import { approvalsTranslationRef, T } from '../../translation';
import { ActionsColumn } from '../../ui/table/ActionsColumn';
import { Age } from '../../ui/time/Age';
import { Message, RetryButton, StateCell, Tries } from './cells';
import styles from './deliveries.module.css';

type Retry = (item: DeliveryItem) => void;

/** Messages as rows; a row opens its message. */
export const DeliveryTable = (props: {
  deliveries: DeliveryItem[];
  stale: boolean;
  showEndpoint: boolean;
  onRetry: Retry;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const page = useRouteRef(deliveryRouteRef);
  const { showEndpoint, onRetry } = props;
  // The messages of one endpoint share the page with what is told about it.
  const narrow = useBreakpoint().down(showEndpoint ? 'md' : 'lg');
  const columns = useMemo(
    () => (narrow ? compactColumn : wideColumns)(t, showEndpoint, onRetry),
    [t, narrow, showEndpoint, onRetry],
  );
  return (
    <Table
      columnConfig={columns}
      data={props.deliveries}
      isStale={props.stale}
      pagination={{ type: 'none' }}
      rowConfig={{ getHref: ({ id }) => page?.({ id }) }}
    />
  );
};

function wideColumns(
  t: T,
  showEndpoint: boolean,
  onRetry: Retry,
): ColumnConfig<DeliveryItem>[] {
  return [
    {
      id: 'message',
      label: t('deliveries.column.message'),
      isRowHeader: true,
      defaultWidth: '3fr',
      cell: item => (
        <Cell>
          <Message item={item} />
        </Cell>
      ),
    },
    {
      id: 'endpoint',
      label: t('deliveries.column.endpoint'),
      isHidden: !showEndpoint,
      defaultWidth: '2fr',
      cell: item => (
        <CellText
          title={item.endpointName}
          description={
            item.endpointRemovedAt ? t('deliveries.removed') : undefined
          }
        />
      ),
    },
    {
      id: 'status',
      label: t('deliveries.column.status'),
      defaultWidth: '3fr',
      cell: item => (
        <Cell>
          <StateCell item={item} />
        </Cell>
      ),
    },
    {
      id: 'tries',
      label: t('deliveries.column.tries'),
      defaultWidth: 104,
      cell: item => (
        <Cell>
          <Tries item={item} />
        </Cell>
      ),
    },
    {
      id: 'made',
      label: t('deliveries.column.sent'),
      defaultWidth: 106,
      cell: item => (
        <Cell>
          <Text variant="body-medium" color="secondary">
            <Age at={item.createdAt} />
          </Text>
        </Cell>
      ),
    },
    {
      id: 'actions',
      label: t('deliveries.column.actions'),
      header: () => (
        <ActionsColumn label={t('deliveries.column.actions')} width={130} />
      ),
      defaultWidth: 130,
      cell: item => (
        <Cell>
          <RetryButton item={item} onRetry={onRetry} />
        </Cell>
      ),
    },
  ];
}

function compactColumn(
  t: T,
  showEndpoint: boolean,
  onRetry: Retry,
): ColumnConfig<DeliveryItem>[] {
  return [
    {
      id: 'message',
      label: t('deliveries.column.message'),
      isRowHeader: true,
      cell: item => (
        <Cell>
          <span className={styles.compact}>
            <span className={styles.wrap}>
              <Message item={item} />
              <Text variant="body-small" color="secondary">
                <Age at={item.createdAt} />
              </Text>
            </span>
            {showEndpoint && (
              <Text variant="body-small" color="secondary" truncate>
                {item.endpointRemovedAt
                  ? `${item.endpointName} · ${t('deliveries.removed')}`
                  : item.endpointName}
              </Text>
            )}
            <span className={styles.wrap}>
              <StateCell item={item} />
              <RetryButton item={item} onRetry={onRetry} />
            </span>
          </span>
        </Cell>
      ),
    },
  ];
}
