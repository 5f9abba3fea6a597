import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  auditReadPermission,
  webhookManagePermission,
} from '@countersign/backstage-plugin-approvals-common';
import { ButtonLink, Container, HeaderTab, PluginHeader } from '@backstage/ui';
import { RiAddLine, RiCheckboxCircleLine } from '@remixicon/react';
import { RefObject, useEffect, useRef } from 'react';
import { Route, Routes } from 'react-router-dom';
import styles from './ApprovalsPages.module.css';
import { AuditPage } from './audit/AuditPage';
import { InboxPage } from './inbox/InboxPage';
import { PoliciesPage } from './policies/PoliciesPage';
import { PolicyPage } from './policies/PolicyPage';
import {
  AllRequestsPage,
  MyRequestsPage,
} from './requests/list/RequestListPages';
import { NewRequestPage } from './requests/new/NewRequestPage';
import { RequestPage } from './requests/page/RequestPage';
import {
  allRequestsRouteRef,
  auditRouteRef,
  myRequestsRouteRef,
  newRequestRouteRef,
  policiesRouteRef,
  rootRouteRef,
  webhooksRouteRef,
} from './routes';
import { approvalsTranslationRef } from './translation';
import { useMay } from './ui/useMay';
import { DeliveriesPage } from './webhooks/deliveries/DeliveriesPage';
import { DeliveryPage } from './webhooks/deliveries/page/DeliveryPage';
import { EndpointPage } from './webhooks/endpoint/EndpointPage';
import { WebhooksPage } from './webhooks/WebhooksPage';

/** All pages below `/approvals`, under one header. */
export const ApprovalsPages = () => (
  <main className={styles.main}>
    <Header />
    <Container>
      <Routes>
        <Route index element={<InboxPage />} />
        <Route path="mine" element={<MyRequestsPage />} />
        <Route path="all" element={<AllRequestsPage />} />
        <Route path="new" element={<NewRequestPage />} />
        <Route path="requests/:id" element={<RequestPage />} />
        <Route path="policies" element={<PoliciesPage />} />
        <Route path="policies/:key" element={<PolicyPage />} />
        <Route path="webhooks" element={<WebhooksPage />} />
        <Route path="webhooks/deliveries" element={<DeliveriesPage />} />
        <Route path="webhooks/deliveries/:id" element={<DeliveryPage />} />
        <Route path="webhooks/:id" element={<EndpointPage />} />
        <Route path="audit" element={<AuditPage />} />
      </Routes>
    </Container>
  </main>
);

const Header = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const root = useRouteRef(rootRouteRef);
  const create = useRouteRef(newRequestRouteRef);
  const tabs = useTabs();
  const header = useSelectedTabInView();
  return (
    <div ref={header}>
      <PluginHeader
        title={t('header.title')}
        icon={<RiCheckboxCircleLine />}
        titleLink={root?.()}
        tabs={tabs}
        customActions={
          <ButtonLink
            variant="secondary"
            size="small"
            href={create?.() ?? ''}
            iconStart={<RiAddLine />}
          >
            {t('header.newRequest')}
          </ButtonLink>
        }
      />
    </div>
  );
};

/** Moves the tab of the page into view, where not all of them have room. */
function useSelectedTabInView(): RefObject<HTMLDivElement> {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const header = ref.current;
    if (!header) return undefined;
    const show = () =>
      header
        .querySelector('[role=tab][aria-selected=true]')
        ?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
    show();
    // The tabs are selected some frames after the page has changed, and more of
    // them come when the permissions are known.
    const observer = new MutationObserver(show);
    observer.observe(header, {
      subtree: true,
      childList: true,
      attributeFilter: ['aria-selected'],
    });
    return () => observer.disconnect();
  }, []);
  return ref;
}

/** The tabs: those of administrators only for whom they work. */
function useTabs(): HeaderTab[] {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const root = useRouteRef(rootRouteRef);
  const mine = useRouteRef(myRequestsRouteRef);
  const all = useRouteRef(allRequestsRouteRef);
  const policies = useRouteRef(policiesRouteRef);
  const webhooks = useRouteRef(webhooksRouteRef);
  const audit = useRouteRef(auditRouteRef);
  const managesWebhooks = useMay(webhookManagePermission);
  const readsAudit = useMay(auditReadPermission);
  const tab = (id: TabId, href: string | undefined): HeaderTab => ({
    id,
    label: t(`header.${id}`),
    href: href ?? '',
    matchStrategy: WITH_PAGES_BELOW.includes(id) ? 'prefix' : 'exact',
  });
  return [
    tab('inbox', root?.()),
    tab('mine', mine?.()),
    tab('all', all?.()),
    tab('policies', policies?.()),
    ...(managesWebhooks ? [tab('webhooks', webhooks?.())] : []),
    ...(readsAudit ? [tab('audit', audit?.())] : []),
  ];
}

type TabId = 'inbox' | 'mine' | 'all' | 'policies' | 'webhooks' | 'audit';
const WITH_PAGES_BELOW: TabId[] = ['policies', 'webhooks'];
