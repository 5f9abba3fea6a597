import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
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
import { Toolbar, ToolbarSearch, ToolbarSelect } from '../../ui/Toolbar';
import { usePolicyOptions } from '../../ui/usePolicyOptions';
import { readFilters, RequestFilters, writeFilters } from './requestFilters';
import { RequestTable } from './RequestTable';
import { useRequests } from './useRequests';

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
      <Filters filters={filters} onChange={setFilters} />
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

const Filters = (props: {
  filters: RequestFilters;
  onChange: (filters: RequestFilters) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { filters, onChange } = props;
  const policies = usePolicyOptions(filters.policyKey);
  return (
    <Toolbar>
      <ToolbarSearch
        label={t('list.search')}
        words={filters.words}
        onSearch={words => onChange({ ...filters, words })}
      />
      <ToolbarSelect
        label={t('list.status')}
        any={t('list.anyStatus')}
        options={[
          { id: 'open', label: t('list.open') },
          { id: 'ended', label: t('list.ended') },
          ...STATUSES.map(id => ({ id, label: t(`status.${id}`) })),
        ]}
        value={filters.status}
        onChange={status => onChange({ ...filters, status })}
      />
      <ToolbarSelect
        label={t('inbox.policy')}
        any={t('inbox.anyPolicy')}
        options={policies}
        value={filters.policyKey}
        onChange={policyKey => onChange({ ...filters, policyKey })}
      />
    </Toolbar>
  );
};
