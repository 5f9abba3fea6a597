import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Cell,
  ColumnConfig,
  Selection,
  Table,
  useBreakpoint,
} from '@backstage/ui';
import { useMemo } from 'react';
import { requestRouteRef } from '../routes';
import { approvalsTranslationRef, T } from '../translation';
import { ActionsColumn } from '../ui/table/ActionsColumn';
import {
  AskedBy,
  Compact,
  Decide,
  DueState,
  RowActions,
  StageState,
  Title,
} from './cells';
import type { InboxRow } from './rows';

/** The rows of the inbox: a table where there is room, one column where there is not. */
export const InboxTable = (props: {
  rows: InboxRow[];
  stale: boolean;
  selected: Set<string>;
  onSelect: (selected: Set<string>) => void;
  actions: RowActions;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const request = useRouteRef(requestRouteRef);
  const narrow = useBreakpoint().down('md');
  const { actions, rows } = props;
  const columns = useMemo(
    () => (narrow ? compactColumn(t, actions) : wideColumns(t, actions)),
    [t, actions, narrow],
  );
  const onSelectionChange = (selection: Selection) =>
    props.onSelect(
      selection === 'all'
        ? new Set(rows.map(({ id }) => id))
        : new Set([...selection].map(String)),
    );

  return (
    <Table
      columnConfig={columns}
      data={rows}
      isStale={props.stale}
      pagination={{ type: 'none' }}
      rowConfig={{
        getHref: row => request?.({ id: row.task.request.id }),
      }}
      selection={{
        mode: 'multiple',
        behavior: 'toggle',
        selected: props.selected,
        onSelectionChange,
      }}
    />
  );
};

function wideColumns(
  t: T,
  { ask, dismiss }: RowActions,
): ColumnConfig<InboxRow>[] {
  return [
    {
      id: 'request',
      label: t('inbox.column.request'),
      isRowHeader: true,
      defaultWidth: '3fr',
      cell: row => (
        <Cell>
          <Title row={row} dismiss={dismiss} />
        </Cell>
      ),
    },
    {
      id: 'requester',
      label: t('inbox.column.requester'),
      defaultWidth: '2fr',
      cell: row => (
        <Cell>
          <AskedBy task={row.task} />
        </Cell>
      ),
    },
    {
      id: 'stage',
      label: t('inbox.column.stage'),
      defaultWidth: '2fr',
      cell: row => (
        <Cell>
          <StageState task={row.task} />
        </Cell>
      ),
    },
    {
      id: 'due',
      label: t('inbox.column.due'),
      defaultWidth: 116,
      cell: row => (
        <Cell>
          <DueState task={row.task} />
        </Cell>
      ),
    },
    {
      id: 'actions',
      label: t('inbox.column.actions'),
      header: () => (
        <ActionsColumn label={t('inbox.column.actions')} width={164} />
      ),
      defaultWidth: 164,
      cell: row => (
        <Cell>
          <Decide row={row} ask={ask} />
        </Cell>
      ),
    },
  ];
}

function compactColumn(t: T, actions: RowActions): ColumnConfig<InboxRow>[] {
  return [
    {
      id: 'request',
      label: t('inbox.column.request'),
      isRowHeader: true,
      cell: row => (
        <Cell>
          <Compact row={row} {...actions} />
        </Cell>
      ),
    },
  ];
}
