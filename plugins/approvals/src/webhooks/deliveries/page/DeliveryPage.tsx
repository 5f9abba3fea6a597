import {
  useApi,
  useRouteRef,
  useRouteRefParams,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { Delivery } from '@countersign/backstage-plugin-approvals-common';
import { Alert, Button, Card, CardBody, Link, Text } from '@backstage/ui';
import { RiRestartLine } from '@remixicon/react';
import { approvalsApiRef } from '../../../api';
import {
  deliveryRouteRef,
  requestRouteRef,
  webhookRouteRef,
} from '../../../routes';
import { approvalsTranslationRef } from '../../../translation';
import { CopyButton } from '../../../ui/CopyButton';
import { PageHead } from '../../../ui/page/PageHead';
import { FailedState, ListSkeleton, TroubleNote } from '../../../ui/states';
import { Age } from '../../../ui/time/Age';
import { useAction } from '../../../ui/useAction';
import { useNow } from '../../../ui/useNow';
import { usePolled } from '../../../ui/usePolled';
import { StatePill } from '../cells';
import { isMoving, stateWords } from '../deliveryState';
import { Attempts } from './Attempts';
import { JsonText } from './JsonText';
import styles from './page.module.css';

const SOON = 1_500;
const USUAL = 10_000;

/** One message: what is sent, what came back on each try, and the way to send it again. */
export const DeliveryPage = () => {
  const { id } = useRouteRefParams(deliveryRouteRef);
  const api = useApi(approvalsApiRef);
  const delivery = usePolled<Delivery>(
    id,
    signal => api.getDelivery({ params: { id }, signal }),
    {
      about: 'webhook:',
      every: value => (isMoving(value, Date.now()) ? SOON : USUAL),
    },
  );
  if (delivery.status === 'loading') return <ListSkeleton />;
  if (delivery.status === 'failed') {
    return <FailedState error={delivery.error} onRetry={delivery.reload} />;
  }
  return (
    <>
      <TroubleNote error={delivery.trouble} />
      <DeliveryHeader key={id} delivery={delivery.value} />
      <div className={styles.body}>
        <Attempts delivery={delivery.value} />
        <Payload delivery={delivery.value} />
      </div>
    </>
  );
};

const DeliveryHeader = ({ delivery }: { delivery: Delivery }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { state, run } = useAction();
  const now = useNow();
  const words = stateWords(t, delivery, now);
  const retry = () =>
    run(
      api => api.retryDelivery({ params: { id: delivery.id }, body: {} }),
      t('delivery.retried'),
    );
  return (
    <>
      <PageHead
        state={
          <>
            <StatePill item={delivery} />
            {words && (
              <Text variant="body-small" color="secondary">
                {words}
              </Text>
            )}
          </>
        }
        title={delivery.type}
        technical
        end={
          !delivery.endpointRemovedAt && (
            <Button
              variant={
                delivery.status === 'delivered' ? 'secondary' : 'primary'
              }
              iconStart={<RiRestartLine />}
              isPending={state.status === 'submitting'}
              onPress={retry}
            >
              {t(`delivery.retry.${delivery.status}`)}
            </Button>
          )
        }
      >
        <Crumbs delivery={delivery} />
      </PageHead>
      {state.status === 'refused' && (
        <Alert
          status="danger"
          icon
          role="alert"
          mb="4"
          title={t('delivery.refused')}
          description={state.message}
        />
      )}
    </>
  );
};

const Crumbs = ({ delivery }: { delivery: Delivery }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const endpoint = useRouteRef(webhookRouteRef);
  const request = useRouteRef(requestRouteRef);
  const { requestId } = delivery;
  return (
    <>
      <Text as="p" variant="body-medium" color="secondary">
        {t(`delivery.kind.${delivery.kind}`)}
        {' · '}
        {delivery.endpointRemovedAt
          ? t('delivery.crumb.toRemoved', { endpoint: delivery.endpointName })
          : t('delivery.crumb.to', {
              endpoint: (
                <Link href={endpoint?.({ id: delivery.endpointId })}>
                  {delivery.endpointName}
                </Link>
              ),
            })}
        {requestId && (
          <>
            {' · '}
            {t('delivery.crumb.about', {
              request: (
                <Link href={request?.({ id: requestId })}>
                  {delivery.title ?? t('delivery.crumb.request')}
                </Link>
              ),
            })}
          </>
        )}
        {' · '}
        {t('delivery.crumb.made', { age: <Age at={delivery.createdAt} /> })}
      </Text>
      <p className={styles.address}>
        <code>{delivery.url}</code>
      </p>
      <p className={styles.id}>
        <span>{t('delivery.messageId')}</span>
        <code>{delivery.messageId}</code>
        <CopyButton
          text={delivery.messageId}
          label={t('delivery.copyId')}
          done={t('delivery.copied')}
        />
      </p>
    </>
  );
};

const Payload = ({ delivery: { payload } }: { delivery: Delivery }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <Card>
      <CardBody>
        <Text as="h2" variant="body-large" weight="bold">
          {t('delivery.payload')}
        </Text>
        {payload.cut && (
          <Text as="p" variant="body-small" color="secondary">
            {t('delivery.payloadCut')}
          </Text>
        )}
        <JsonText text={payload.body} />
      </CardBody>
    </Card>
  );
};
