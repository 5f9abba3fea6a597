import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { approvalsTranslationRef } from '../../translation';
import { WebhookNav } from '../WebhookNav';
import { DeliveryList } from './DeliveryList';

/** The messages to all endpoints. */
export const DeliveriesPage = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <>
      <WebhookNav at="deliveries" />
      <DeliveryList emptyHint={t('deliveries.emptyHint')} />
    </>
  );
};
