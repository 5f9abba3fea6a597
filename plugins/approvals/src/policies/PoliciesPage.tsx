import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { PolicyItem } from '@countersign/backstage-plugin-approvals-common';
import {
  Button,
  CellText,
  ColumnConfig,
  SearchField,
  Table,
  useBreakpoint,
} from '@backstage/ui';
import { RiBookOpenLine } from '@remixicon/react';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { approvalsApiRef } from '../api';
import { policyRouteRef } from '../routes';
import { approvalsTranslationRef, T } from '../translation';
import { loadPages } from '../ui/loadPages';
import {
  EmptyState,
  FailedState,
  ListSkeleton,
  TroubleNote,
} from '../ui/states';
import { spanWords } from '../ui/time/words';
import { usePolled } from '../ui/usePolled';
import { useWords } from '../ui/useWords';
import styles from './policies.module.css';

/** Every policy that the reader may see. */
export const PoliciesPage = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [params, setParams] = useSearchParams();
  const told = params.get('q') ?? '';
  const [words, setWords] = useWords(told, next =>
    setParams(next ? { q: next } : {}, { replace: true }),
  );
  const { policies, showMore } = usePolicies(told.trim());

  return (
    <>
      <div className={styles.toolbar}>
        <SearchField
          className={styles.search}
          aria-label={t('policies.search')}
          placeholder={t('policies.search')}
          size="small"
          value={words}
          onChange={setWords}
        />
      </div>
      {policies.status === 'loading' && <ListSkeleton />}
      {policies.status === 'failed' && (
        <FailedState error={policies.error} onRetry={policies.reload} />
      )}
      {policies.status === 'ready' && (
        <section aria-label={t('policies.label')}>
          <TroubleNote error={policies.trouble} />
          {policies.value.items.length > 0 ? (
            <PolicyTable
              policies={policies.value.items}
              stale={!!policies.outdated}
            />
          ) : (
            <EmptyState
              icon={<RiBookOpenLine />}
              title={told ? t('policies.emptyFiltered') : t('policies.empty')}
            >
              {!told && t('policies.emptyHint')}
            </EmptyState>
          )}
          {policies.value.more && (
            <Button variant="tertiary" onPress={showMore}>
              {t('state.more')}
            </Button>
          )}
        </section>
      )}
    </>
  );
};

function usePolicies(words: string) {
  const api = useApi(approvalsApiRef);
  const [pages, setPages] = useState(1);
  const policies = usePolled(
    `${words} ${pages}`,
    signal =>
      loadPages<PolicyItem>(pages, cursor =>
        api.listPolicies({
          query: { ...(words && { q: words }), cursor },
          signal,
        }),
      ),
    { about: 'policy:', keep: true },
  );
  return { policies, showMore: () => setPages(pages + 1) };
}

const PolicyTable = (props: { policies: PolicyItem[]; stale: boolean }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const policy = useRouteRef(policyRouteRef);
  const narrow = useBreakpoint().down('sm');
  const columns = useMemo(() => columnsOf(t, narrow), [t, narrow]);
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

function columnsOf(t: T, narrow: boolean): ColumnConfig<Row>[] {
  return [
    {
      id: 'name',
      label: t('policies.column.name'),
      isRowHeader: true,
      cell: row => (
        <CellText title={row.name} description={row.description ?? row.key} />
      ),
    },
    {
      id: 'subjectType',
      label: t('policies.column.subjectType'),
      isHidden: narrow,
      cell: row => <CellText title={row.subjectType} />,
    },
    {
      id: 'version',
      label: t('policies.column.version'),
      cell: row => (
        <CellText
          title={
            row.activeVersion === undefined
              ? t('policies.notActive')
              : t('policies.active', { n: String(row.activeVersion) })
          }
          description={
            row.drafts.length > 0
              ? t('policies.drafts', { versions: row.drafts.join(', ') })
              : undefined
          }
        />
      ),
    },
    {
      id: 'inReview',
      label: t('policies.column.inReview'),
      cell: row => <CellText title={String(row.inReview)} />,
    },
    {
      id: 'median',
      label: t('policies.column.median'),
      isHidden: narrow,
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
