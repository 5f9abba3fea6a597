import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { RiFilterOffLine, RiMailSendLine } from '@remixicon/react';
import { useSearchParams } from 'react-router-dom';
import { approvalsTranslationRef } from '../../translation';
import {
  EmptyState,
  FailedState,
  ListSkeleton,
  TroubleNote,
} from '../../ui/states';
import { readFilters, writeFilters } from './deliveryFilters';
import { DeliveryTable } from './DeliveryTable';
import { DeliveryToolbar } from './DeliveryToolbar';
import { useDeliveries } from './useDeliveries';
import { useRetry, withRetry } from './useRetry';

/** Messages with filters that live in the address: of one endpoint, or of all. */
export const DeliveryList = (props: {
  endpointId?: string;
  emptyHint: string;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { endpointId } = props;
  const [params, setParams] = useSearchParams();
  const filters = readFilters(params);
  const { deliveries, showMore } = useDeliveries(
    endpointId ? { ...filters, endpoint: endpointId } : filters,
  );
  const { sent, retry } = useRetry();
  const filtered = writeFilters(filters).size > 0;

  return (
    <>
      <DeliveryToolbar
        filters={filters}
        anyEndpoint={!endpointId}
        onChange={next => setParams(writeFilters(next), { replace: true })}
      />
      {deliveries.status === 'loading' && <ListSkeleton />}
      {deliveries.status === 'failed' && (
        <FailedState error={deliveries.error} onRetry={deliveries.reload} />
      )}
      {deliveries.status === 'ready' && (
        <section aria-label={t('deliveries.label')}>
          <TroubleNote error={deliveries.trouble} />
          {deliveries.value.items.length > 0 ? (
            <DeliveryTable
              deliveries={deliveries.value.items.map(item =>
                withRetry(item, sent),
              )}
              stale={!!deliveries.outdated}
              showEndpoint={!endpointId}
              onRetry={retry}
            />
          ) : (
            <Nothing
              hint={props.emptyHint}
              onClear={
                filtered ? () => setParams({}, { replace: true }) : undefined
              }
            />
          )}
          {deliveries.value.more && (
            <Button variant="tertiary" onPress={showMore}>
              {t('state.more')}
            </Button>
          )}
        </section>
      )}
    </>
  );
};

const Nothing = (props: { hint: string; onClear?: () => void }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return props.onClear ? (
    <EmptyState
      icon={<RiFilterOffLine />}
      title={t('deliveries.emptyFiltered')}
      action={
        <Button variant="secondary" onPress={props.onClear}>
          {t('inbox.clearFilters')}
        </Button>
      }
    >
      {t('deliveries.emptyFilteredHint')}
    </EmptyState>
  ) : (
    <EmptyState icon={<RiMailSendLine />} title={t('deliveries.empty')}>
      {props.hint}
    </EmptyState>
  );
};
