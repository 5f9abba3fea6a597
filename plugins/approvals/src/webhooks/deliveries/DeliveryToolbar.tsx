import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DeliveryStatus,
  deliveryStatus,
  webhookEventType,
} from '@countersign/backstage-plugin-approvals-common';
import { SearchField, Select } from '@backstage/ui';
import { approvalsTranslationRef } from '../../translation';
import { useWords } from '../../ui/useWords';
import { useWebhooks } from '../useWebhooks';
import type { DeliveryFilters } from './deliveryFilters';
import styles from './deliveries.module.css';

const ANY = '';
const TYPES = ['webhook.test', ...webhookEventType.options].sort();

type Props = {
  filters: DeliveryFilters;
  onChange: (filters: DeliveryFilters) => void;
};

/** The filters of a list of messages; `anyEndpoint` where it is not about one endpoint. */
export const DeliveryToolbar = (props: Props & { anyEndpoint: boolean }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { filters, onChange } = props;
  const [words, setWords] = useWords(filters.request, request =>
    onChange({ ...filters, request }),
  );
  return (
    <>
      <Select
        className={styles.select}
        aria-label={t('deliveries.status')}
        options={[
          { id: ANY, label: t('deliveries.anyStatus') },
          ...deliveryStatus.options.map(id => ({
            id,
            label: t(`delivery.status.${id}`),
          })),
        ]}
        value={filters.status ?? ANY}
        onChange={key =>
          onChange({
            ...filters,
            status: (String(key ?? '') || undefined) as
              | DeliveryStatus
              | undefined,
          })
        }
      />
      <TypeSelect {...props} />
      {props.anyEndpoint && <EndpointSelect {...props} />}
      <SearchField
        className={styles.search}
        aria-label={t('deliveries.request')}
        placeholder={t('deliveries.requestHint')}
        size="small"
        value={words}
        onChange={setWords}
      />
    </>
  );
};

const TypeSelect = ({ filters, onChange }: Props) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { type } = filters;
  const known = type && !TYPES.includes(type) ? [...TYPES, type] : TYPES;
  return (
    <Select
      className={styles.select}
      aria-label={t('deliveries.type')}
      search={{ placeholder: t('deliveries.searchTypes') }}
      options={[
        { id: ANY, label: t('deliveries.anyType') },
        ...known.map(id => ({ id, label: id })),
      ]}
      value={type ?? ANY}
      onChange={key =>
        onChange({ ...filters, type: String(key ?? '') || undefined })
      }
    />
  );
};

const EndpointSelect = ({ filters, onChange }: Props) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const webhooks = useWebhooks();
  const options = (webhooks.status === 'ready' ? webhooks.value : []).map(
    ({ id, name }) => ({ id, label: name }),
  );
  const { endpoint } = filters;
  const known =
    endpoint && !options.some(({ id }) => id === endpoint)
      ? [...options, { id: endpoint, label: endpoint }]
      : options;
  return (
    <Select
      className={styles.select}
      aria-label={t('deliveries.endpoint')}
      options={[{ id: ANY, label: t('deliveries.anyEndpoint') }, ...known]}
      value={endpoint ?? ANY}
      onChange={key =>
        onChange({ ...filters, endpoint: String(key ?? '') || undefined })
      }
    />
  );
};
