import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { RiAddLine, RiInboxLine } from '@remixicon/react';
import { newRequestRouteRef } from '../../routes';
import { approvalsTranslationRef } from '../../translation';
import { useMe } from '../../ui/people/useMe';
import { EmptyState, ListSkeleton } from '../../ui/states';
import { RequestList } from './RequestList';

/** What the signed-in person asked for. */
export const MyRequestsPage = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const create = useRouteRef(newRequestRouteRef);
  const me = useMe();
  if (!me) return <ListSkeleton />;
  return (
    <RequestList
      requester={me}
      empty={
        <EmptyState
          icon={<RiInboxLine />}
          title={t('list.emptyMine')}
          action={
            <ButtonLink
              variant="primary"
              href={create?.() ?? ''}
              iconStart={<RiAddLine />}
            >
              {t('header.newRequest')}
            </ButtonLink>
          }
        >
          {t('list.emptyMineHint')}
        </EmptyState>
      }
    />
  );
};

/** Every request that the signed-in person may see. */
export const AllRequestsPage = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <RequestList
      empty={
        <EmptyState icon={<RiInboxLine />} title={t('list.emptyAll')}>
          {t('list.emptyAllHint')}
        </EmptyState>
      }
    />
  );
};
