import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { ReactNode } from 'react';
import { deliveriesRouteRef, webhooksRouteRef } from '../routes';
import { approvalsTranslationRef } from '../translation';
import styles from './webhooks.module.css';

/** The two views on webhooks, where messages go and the messages; and what can be done there. */
export const WebhookNav = (props: {
  at: 'endpoints' | 'deliveries';
  children?: ReactNode;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const endpoints = useRouteRef(webhooksRouteRef);
  const deliveries = useRouteRef(deliveriesRouteRef);
  const views = [
    { id: 'endpoints', href: endpoints?.() },
    { id: 'deliveries', href: deliveries?.() },
  ] as const;
  return (
    <div className={styles.top}>
      <nav className={styles.nav} aria-label={t('webhooks.nav')}>
        {views.map(({ id, href }) => (
          <ButtonLink
            key={id}
            size="small"
            variant={id === props.at ? 'secondary' : 'tertiary'}
            aria-current={id === props.at ? 'page' : undefined}
            href={href ?? ''}
          >
            {t(`webhooks.${id}`)}
          </ButtonLink>
        ))}
      </nav>
      {props.children}
    </div>
  );
};
