import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, SearchField, Select } from '@backstage/ui';
import { RiFilterOffLine } from '@remixicon/react';
import { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { approvalsTranslationRef } from '../../translation';
import {
  EmptyState,
  FailedState,
  ListSkeleton,
  TroubleNote,
} from '../../ui/states';
import { usePolicyOptions } from '../../ui/usePolicyOptions';
import { useWords } from '../../ui/useWords';
import {
  readFilters,
  RequestFilters,
  StatusFilter,
  writeFilters,
} from './requestFilters';
import styles from './RequestList.module.css';
import { RequestTable } from './RequestTable';
import { useRequests } from './useRequests';

const ANY = '';
const STATUSES = [
  'in_review',
  'changes_requested',
  'approved',
  'rejected',
  'withdrawn',
  'cancelled',
  'expired',
] as const;

/** A list of requests with search and filters. */
export const RequestList = (props: {
  /** Only what this person asked for. */
  requester?: string;
  empty: ReactNode;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const setFilters = (next: RequestFilters) =>
    setParams(writeFilters(next), { replace: true });
  const { requests, showMore } = useRequests(filters, props.requester);
  const filtered = writeFilters(filters).size > 0;

  return (
    <>
      <Toolbar filters={filters} onChange={setFilters} />
      {requests.status === 'loading' && <ListSkeleton />}
      {requests.status === 'failed' && (
        <FailedState error={requests.error} onRetry={requests.reload} />
      )}
      {requests.status === 'ready' && (
        <section aria-label={t('list.label')}>
          <TroubleNote error={requests.trouble} />
          {requests.value.items.length > 0 && (
            <RequestTable
              requests={requests.value.items}
              stale={!!requests.outdated}
              showRequester={!props.requester}
            />
          )}
          {requests.value.items.length === 0 &&
            (filtered ? (
              <EmptyState
                icon={<RiFilterOffLine />}
                title={t('list.emptyFiltered')}
                action={
                  <Button
                    variant="secondary"
                    onPress={() => setParams({}, { replace: true })}
                  >
                    {t('inbox.clearFilters')}
                  </Button>
                }
              >
                {t('list.emptyFilteredHint')}
              </EmptyState>
            ) : (
              props.empty
            ))}
          {requests.value.more && (
            <Button variant="tertiary" onPress={showMore}>
              {t('state.more')}
            </Button>
          )}
        </section>
      )}
    </>
  );
};

const Toolbar = (props: {
  filters: RequestFilters;
  onChange: (filters: RequestFilters) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { filters, onChange } = props;
  const [words, setWords] = useWords(filters.words, next =>
    onChange({ ...filters, words: next }),
  );
  const policies = usePolicyOptions(filters.policyKey);
  return (
    <div className={styles.toolbar}>
      <SearchField
        className={styles.search}
        aria-label={t('list.search')}
        placeholder={t('list.search')}
        size="small"
        value={words}
        onChange={setWords}
      />
      <Select
        className={styles.select}
        aria-label={t('list.status')}
        options={[
          { id: ANY, label: t('list.anyStatus') },
          { id: 'open', label: t('list.open') },
          { id: 'ended', label: t('list.ended') },
          ...STATUSES.map(id => ({ id, label: t(`status.${id}`) })),
        ]}
        value={filters.status ?? ANY}
        onChange={key =>
          onChange({
            ...filters,
            status: (String(key ?? '') || undefined) as
              | StatusFilter
              | undefined,
          })
        }
      />
      <Select
        className={styles.select}
        aria-label={t('inbox.policy')}
        options={[{ id: ANY, label: t('inbox.anyPolicy') }, ...policies]}
        value={filters.policyKey ?? ANY}
        onChange={key =>
          onChange({ ...filters, policyKey: String(key ?? '') || undefined })
        }
      />
    </div>
  );
};
