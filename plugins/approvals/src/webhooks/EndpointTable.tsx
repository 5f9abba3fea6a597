import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Webhook } from '@countersign/backstage-plugin-approvals-common';
import {
  Cell,
  CellText,
  ColumnConfig,
  Table,
  Text,
  useBreakpoint,
} from '@backstage/ui';
import { useMemo } from 'react';
import { webhookRouteRef } from '../routes';
import { approvalsTranslationRef, T } from '../translation';
import { usePolicyNames } from '../ui/usePolicyOptions';
import { HealthState } from './HealthState';
import styles from './webhooks.module.css';
import { getsWords } from './words';

/** Endpoints as rows; a row opens its endpoint. */
export const EndpointTable = (props: { webhooks: Webhook[] }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const webhook = useRouteRef(webhookRouteRef);
  const policyName = usePolicyNames();
  const narrow = useBreakpoint().down('md');
  const columns = useMemo(
    () => (narrow ? compactColumn : wideColumns)(t, policyName),
    [t, narrow, policyName],
  );
  return (
    <Table
      columnConfig={columns}
      data={props.webhooks}
      pagination={{ type: 'none' }}
      rowConfig={{ getHref: ({ id }) => webhook?.({ id }) }}
    />
  );
};

const Named = ({ name, url }: Webhook) => (
  <span className={styles.stack}>
    <Text variant="body-medium" truncate title={name}>
      {name}
    </Text>
    <span className={styles.address} title={url}>
      {url}
    </span>
  </span>
);

function wideColumns(
  t: T,
  policyName: (key: string) => string,
): ColumnConfig<Webhook>[] {
  return [
    {
      id: 'name',
      label: t('webhooks.column.name'),
      isRowHeader: true,
      cell: item => (
        <Cell>
          <Named {...item} />
        </Cell>
      ),
    },
    {
      id: 'gets',
      label: t('webhooks.column.gets'),
      cell: item => <CellText {...getsWords(t, item, policyName)} />,
    },
    {
      id: 'health',
      label: t('webhooks.column.health'),
      cell: item => (
        <Cell>
          <HealthState webhook={item} />
        </Cell>
      ),
    },
  ];
}

function compactColumn(
  t: T,
  policyName: (key: string) => string,
): ColumnConfig<Webhook>[] {
  return [
    {
      id: 'name',
      label: t('webhooks.column.name'),
      isRowHeader: true,
      cell: item => {
        const { title, description } = getsWords(t, item, policyName);
        return (
          <Cell>
            <span className={styles.compact}>
              <Named {...item} />
              <Text variant="body-small" color="secondary">
                {description ? `${title} ${description}` : title}
              </Text>
              <HealthState webhook={item} />
            </span>
          </Cell>
        );
      },
    },
  ];
}
