import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  deliveryStatus,
  webhookEventType,
} from '@countersign/backstage-plugin-approvals-common';
import { approvalsTranslationRef } from '../../translation';
import { Toolbar, ToolbarSearch, ToolbarSelect } from '../../ui/Toolbar';
import { useWebhooks } from '../useWebhooks';
import type { DeliveryFilters } from './deliveryFilters';

const TYPES = ['webhook.test', ...webhookEventType.options].sort();

type Props = {
  filters: DeliveryFilters;
  onChange: (filters: DeliveryFilters) => void;
};

/** The filters of a list of messages; `anyEndpoint` where it is not about one endpoint. */
export const DeliveryToolbar = (props: Props & { anyEndpoint: boolean }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { filters, onChange } = props;
  return (
    <Toolbar>
      <ToolbarSearch
        label={t('deliveries.request')}
        placeholder={t('deliveries.requestHint')}
        words={filters.request}
        onSearch={request => onChange({ ...filters, request })}
      />
      <ToolbarSelect
        label={t('deliveries.status')}
        any={t('deliveries.anyStatus')}
        options={deliveryStatus.options.map(id => ({
          id,
          label: t(`delivery.status.${id}`),
        }))}
        value={filters.status}
        onChange={status => onChange({ ...filters, status })}
      />
      <TypeSelect {...props} />
      {props.anyEndpoint && <EndpointSelect {...props} />}
    </Toolbar>
  );
};

const TypeSelect = ({ filters, onChange }: Props) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { type } = filters;
  const known = type && !TYPES.includes(type) ? [...TYPES, type] : TYPES;
  return (
    <ToolbarSelect
      label={t('deliveries.type')}
      any={t('deliveries.anyType')}
      search={{ placeholder: t('deliveries.searchTypes') }}
      options={known.map(id => ({ id, label: id }))}
      value={type}
      onChange={next => onChange({ ...filters, type: next })}
    />
  );
};

const EndpointSelect = ({ filters, onChange }: Props) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const webhooks = useWebhooks({ withRemoved: true });
  const all = webhooks.status === 'ready' ? webhooks.value : [];
  // What is there comes before what is gone.
  const options = [
    ...all.filter(({ removedAt }) => !removedAt),
    ...all.filter(({ removedAt }) => removedAt),
  ].map(({ id, name, removedAt }) => ({
    id,
    label: removedAt ? t('deliveries.removedEndpoint', { name }) : name,
  }));
  const { endpoint } = filters;
  const known =
    endpoint && !options.some(({ id }) => id === endpoint)
      ? [...options, { id: endpoint, label: endpoint }]
      : options;
  return (
    <ToolbarSelect
      label={t('deliveries.endpoint')}
      any={t('deliveries.anyEndpoint')}
      options={known}
      value={endpoint}
      onChange={next => onChange({ ...filters, endpoint: next })}
    />
  );
};
