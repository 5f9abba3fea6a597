import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PolicyItem } from '@countersign/backstage-plugin-approvals-common';
import { Button } from '@backstage/ui';
import { RiBookOpenLine } from '@remixicon/react';
import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { approvalsApiRef } from '../api';
import { approvalsTranslationRef } from '../translation';
import { loadPages } from '../ui/loadPages';
import {
  EmptyState,
  FailedState,
  ListSkeleton,
  TroubleNote,
} from '../ui/states';
import { Toolbar, ToolbarSearch } from '../ui/Toolbar';
import { usePolled } from '../ui/usePolled';
import { PolicyTable } from './PolicyTable';

/** Every policy that the reader may see. */
export const PoliciesPage = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [params, setParams] = useSearchParams();
  const told = params.get('q') ?? '';
  const { policies, showMore } = usePolicies(told.trim());

  return (
    <>
      <Toolbar>
        <ToolbarSearch
          label={t('policies.search')}
          words={told}
          onSearch={words =>
            setParams(words ? { q: words } : {}, { replace: true })
          }
        />
      </Toolbar>
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
