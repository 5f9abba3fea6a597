import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { Delivery } from '@countersign/backstage-plugin-approvals-common';
import { Alert, ButtonLink } from '@backstage/ui';
import { approvalsApiRef } from '../../api';
import { deliveryRouteRef } from '../../routes';
import { approvalsTranslationRef } from '../../translation';
import { errorWords } from '../../ui/errorWords';
import { usePolled } from '../../ui/usePolled';
import { durationOf } from '../words';
import type { TestState } from './useTest';

const SOON = 700;
const LATER = 60_000;

/** How a test message went. */
export const TestResult = ({ test }: { test: TestState }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  switch (test.status) {
    case 'sending':
      return <Alert status="info" isPending title={t('test.sending')} mb="4" />;
    case 'refused':
      return (
        <Alert
          status="danger"
          icon
          role="alert"
          mb="4"
          title={t('test.refused')}
          description={test.message}
        />
      );
    case 'sent':
      return <Outcome key={test.deliveryId} id={test.deliveryId} />;
    default:
      return null;
  }
};

const Outcome = ({ id }: { id: string }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const api = useApi(approvalsApiRef);
  const page = useRouteRef(deliveryRouteRef);
  const delivery = usePolled<Delivery>(
    `test ${id}`,
    signal => api.getDelivery({ params: { id }, signal }),
    {
      about: 'webhook:',
      every: ({ status }) => (status === 'pending' ? SOON : LATER),
    },
  );
  if (delivery.status === 'failed') {
    return (
      <Alert
        status="warning"
        icon
        mb="4"
        title={t('test.lost')}
        description={errorWords(delivery.error, t)}
      />
    );
  }
  if (delivery.status === 'loading' || delivery.value.status === 'pending') {
    return <Alert status="info" isPending title={t('test.waiting')} mb="4" />;
  }
  const taken = delivery.value.status === 'delivered';
  const last = delivery.value.attempts.at(-1);
  return (
    <Alert
      status={taken ? 'success' : 'danger'}
      icon
      role={taken ? 'status' : 'alert'}
      mb="4"
      title={
        taken
          ? t('test.done', {
              status: String(last?.status ?? ''),
              duration: durationOf(t, last?.duration ?? 0),
            })
          : t('test.failed')
      }
      description={taken ? undefined : last?.error}
      customActions={
        <ButtonLink size="small" variant="tertiary" href={page?.({ id }) ?? ''}>
          {t('test.see')}
        </ButtonLink>
      }
    />
  );
};
