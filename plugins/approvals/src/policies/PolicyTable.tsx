import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PolicyItem } from '@countersign/backstage-plugin-approvals-common';
import {
  Cell,
  CellText,
  ColumnConfig,
  Table,
  Text,
  useBreakpoint,
} from '@backstage/ui';
import { useMemo } from 'react';
import { policyRouteRef } from '../routes';
import { approvalsTranslationRef, T } from '../translation';
import { spanWords } from '../ui/time/words';
import styles from './policies.module.css';

/** Policies as rows; a row opens its policy. */
export const PolicyTable = (props: {
  policies: PolicyItem[];
  stale: boolean;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const policy = useRouteRef(policyRouteRef);
  const narrow = useBreakpoint().down('md');
  const columns = useMemo(
    () => (narrow ? compactColumn(t) : wideColumns(t)),
    [t, narrow],
  );
  const rows = props.policies.map(item => ({ ...item, id: item.key }));
  return (
    <Table
      columnConfig={columns}
      data={rows}
      isStale={props.stale}
      pagination={{ type: 'none' }}
      rowConfig={{ getHref: row => policy?.({ key: row.key }) }}
    />
  );
};

type Row = PolicyItem & { id: string };

function wideColumns(t: T): ColumnConfig<Row>[] {
  return [
    {
      id: 'name',
      label: t('policies.column.name'),
      isRowHeader: true,
      defaultWidth: '3fr',
      cell: row => (
        <CellText title={row.name} description={row.description ?? row.key} />
      ),
    },
    {
      id: 'subjectType',
      label: t('policies.column.subjectType'),
      defaultWidth: '2fr',
      cell: row => <CellText title={row.subjectType} />,
    },
    {
      id: 'version',
      label: t('policies.column.version'),
      defaultWidth: 150,
      cell: row => (
        <CellText
          title={activeWords(t, row)}
          description={draftWords(t, row)}
        />
      ),
    },
    {
      id: 'inReview',
      label: t('policies.column.inReview'),
      defaultWidth: 110,
      cell: row => <CellText title={String(row.inReview)} />,
    },
    {
      id: 'median',
      label: t('policies.column.median'),
      defaultWidth: 180,
      cell: row => (
        <CellText
          title={
            row.medianDecisionSeconds === undefined
              ? t('policies.noMedian')
              : spanWords(t, row.medianDecisionSeconds * 1_000)
          }
          color={
            row.medianDecisionSeconds === undefined ? 'secondary' : 'primary'
          }
        />
      ),
    },
  ];
}

function compactColumn(t: T): ColumnConfig<Row>[] {
  return [
    {
      id: 'name',
      label: t('policies.column.name'),
      isRowHeader: true,
      cell: row => (
        <Cell>
          <span className={styles.compact}>
            <Text variant="body-medium">{row.name}</Text>
            <Text
              variant="body-medium"
              color="secondary"
              className={styles.description}
            >
              {row.description ?? row.key}
            </Text>
            <Text variant="body-small" color="secondary">
              {[activeWords(t, row), draftWords(t, row), reviewWords(t, row)]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </span>
        </Cell>
      ),
    },
  ];
}

function activeWords(t: T, { activeVersion }: Row): string {
  return activeVersion === undefined
    ? t('policies.notActive')
    : t('policies.active', { n: String(activeVersion) });
}

function draftWords(t: T, { drafts }: Row): string | undefined {
  if (drafts.length === 0) return undefined;
  return drafts.length === 1
    ? t('policies.draft', { n: String(drafts[0]) })
    : t('policies.drafts', { versions: drafts.join(', ') });
}

function reviewWords(t: T, { inReview }: Row): string {
  return inReview > 0
    ? t('policy.inReview.some', { n: String(inReview) })
    : t('policy.inReview.none');
}
