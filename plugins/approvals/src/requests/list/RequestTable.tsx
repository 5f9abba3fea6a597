import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RequestItem } from '@countersign/backstage-plugin-approvals-common';
import { Cell, ColumnConfig, Table, Text, useBreakpoint } from '@backstage/ui';
import { useMemo } from 'react';
import { requestRouteRef } from '../../routes';
import { approvalsTranslationRef, T } from '../../translation';
import { PersonLine } from '../../ui/people/PersonLine';
import { StatusBadge } from '../../ui/StatusBadge';
import { Age } from '../../ui/time/Age';
import { Due } from '../../ui/time/Due';
import { StageDots, WaitingOn } from './cells';
import styles from './cells.module.css';
import { RunOfRow } from './RunOfRow';

/** Requests as rows; a row opens its request. */
export const RequestTable = (props: {
  requests: RequestItem[];
  stale: boolean;
  showRequester: boolean;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const request = useRouteRef(requestRouteRef);
  const narrow = useBreakpoint().down('lg');
  const { showRequester } = props;
  const columns = useMemo(
    () => (narrow ? compactColumn(t) : wideColumns(t, showRequester)),
    [t, narrow, showRequester],
  );
  return (
    <Table
      columnConfig={columns}
      data={props.requests}
      isStale={props.stale}
      pagination={{ type: 'none' }}
      rowConfig={{ getHref: item => request?.({ id: item.id }) }}
    />
  );
};

const Title = ({ item, age }: { item: RequestItem; age: boolean }) => (
  <span className={styles.stack}>
    <Text variant="body-medium" truncate title={item.subject.title}>
      {item.subject.title}
    </Text>
    <Text variant="body-medium" color="secondary" truncate>
      {age && (
        <>
          <Age at={item.createdAt} /> ·{' '}
        </>
      )}
      {item.subject.type} · {item.policy.name}
    </Text>
  </span>
);

function wideColumns(
  t: T,
  showRequester: boolean,
): ColumnConfig<RequestItem>[] {
  return [
    {
      id: 'request',
      label: t('list.column.request'),
      isRowHeader: true,
      defaultWidth: '3fr',
      cell: item => (
        <Cell>
          <Title item={item} age={!showRequester} />
        </Cell>
      ),
    },
    {
      id: 'requester',
      label: t('list.column.requester'),
      isHidden: !showRequester,
      defaultWidth: '2fr',
      cell: item => (
        <Cell>
          <PersonLine person={item.requester}>
            <Age at={item.createdAt} />
          </PersonLine>
        </Cell>
      ),
    },
    {
      id: 'status',
      label: t('list.column.status'),
      defaultWidth: 170,
      cell: item => (
        <Cell>
          <span className={styles.status}>
            <StatusBadge status={item.status} />
            <RunOfRow item={item} />
          </span>
        </Cell>
      ),
    },
    {
      id: 'stage',
      label: t('list.column.stage'),
      defaultWidth: '2fr',
      cell: item => (
        <Cell>
          <StageDots item={item} />
        </Cell>
      ),
    },
    {
      id: 'waitingOn',
      label: t('list.column.waitingOn'),
      defaultWidth: '2fr',
      cell: item => (
        <Cell>
          <WaitingOn item={item} />
        </Cell>
      ),
    },
    {
      id: 'due',
      label: t('list.column.due'),
      defaultWidth: 130,
      cell: item => (
        <Cell>
          {item.dueAt && <Due dueAt={item.dueAt} overdue={item.overdue} />}
        </Cell>
      ),
    },
  ];
}

function compactColumn(t: T): ColumnConfig<RequestItem>[] {
  return [
    {
      id: 'request',
      label: t('list.column.request'),
      isRowHeader: true,
      cell: item => (
        <Cell>
          <span className={styles.compact}>
            <Title item={item} age={false} />
            <span className={styles.wrap}>
              <PersonLine person={item.requester}>
                <Age at={item.createdAt} />
              </PersonLine>
              <span className={styles.status}>
                <StatusBadge status={item.status} />
                <RunOfRow item={item} />
              </span>
            </span>
            {item.status === 'in_review' && (
              <span className={styles.wrap}>
                <StageDots item={item} />
                {item.dueAt && (
                  <Due dueAt={item.dueAt} overdue={item.overdue} />
                )}
              </span>
            )}
          </span>
        </Cell>
      ),
    },
  ];
}
