import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiFileForbidLine } from '@remixicon/react';
import { useSearchParams } from 'react-router-dom';
import { approvalsTranslationRef } from '../../translation';
import { EmptyState, FailedState, ListSkeleton } from '../../ui/states';
import { PolicyChoice } from './PolicyChoice';
import { RequestForm } from './RequestForm';
import { useActivePolicies } from './useActivePolicies';

/** Asks for something: choose a policy, then its form. The address holds the choice. */
export const NewRequestPage = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [params, setParams] = useSearchParams();
  const policies = useActivePolicies();
  const chosen = params.get('policy');

  if (chosen) {
    return (
      <RequestForm
        key={chosen}
        policyKey={chosen}
        onBack={() => setParams({})}
      />
    );
  }
  if (policies.status === 'loading') return <ListSkeleton />;
  if (policies.status === 'failed') {
    return <FailedState error={policies.error} onRetry={policies.reload} />;
  }
  if (policies.value.length === 0) {
    return (
      <EmptyState icon={<RiFileForbidLine />} title={t('ask.none')}>
        {t('ask.noneHint')}
      </EmptyState>
    );
  }
  return (
    <PolicyChoice
      policies={policies.value}
      onChoose={key => setParams({ policy: key })}
    />
  );
};
