import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Container, PluginHeader } from '@backstage/ui';
import { RiAddLine, RiCheckboxCircleLine } from '@remixicon/react';
import { Route, Routes } from 'react-router-dom';
import styles from './ApprovalsPages.module.css';
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
  myRequestsRouteRef,
  newRequestRouteRef,
  policiesRouteRef,
  rootRouteRef,
} from './routes';
import { approvalsTranslationRef } from './translation';

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
      </Routes>
    </Container>
  </main>
);

const Header = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const root = useRouteRef(rootRouteRef);
  const mine = useRouteRef(myRequestsRouteRef);
  const all = useRouteRef(allRequestsRouteRef);
  const policies = useRouteRef(policiesRouteRef);
  const create = useRouteRef(newRequestRouteRef);
  return (
    <PluginHeader
      title={t('header.title')}
      icon={<RiCheckboxCircleLine />}
      titleLink={root?.()}
      tabs={[
        { id: 'inbox', label: t('header.inbox'), href: root?.() ?? '' },
        { id: 'mine', label: t('header.mine'), href: mine?.() ?? '' },
        { id: 'all', label: t('header.all'), href: all?.() ?? '' },
        {
          id: 'policies',
          label: t('header.policies'),
          href: policies?.() ?? '',
          matchStrategy: 'prefix',
        },
      ]}
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
  );
};
