import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Request } from '@countersign/backstage-plugin-approvals-common';
import { Link, Text } from '@backstage/ui';
import { RiExternalLinkLine } from '@remixicon/react';
import { Fragment, ReactNode } from 'react';
import { policyRouteRef } from '../../routes';
import { approvalsTranslationRef } from '../../translation';
import { EntityLink } from '../../ui/EntityLink';
import { PageHead } from '../../ui/page/PageHead';
import { PersonLine, PersonName } from '../../ui/people/PersonLine';
import { Pill, StatusBadge } from '../../ui/StatusBadge';
import { Age } from '../../ui/time/Age';
import { PassLine } from './PassLine';
import styles from './RequestHeader.module.css';

/** Title, status, who asked, for what, under which policy, until when. */
export const RequestHeader = ({ request }: { request: Request }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <PageHead
      state={
        <>
          <StatusBadge status={request.status} />
          {request.round > 1 && (
            <Pill family="neutral">
              {t('request.round', { n: String(request.round) })}
            </Pill>
          )}
        </>
      }
      title={request.subject.title}
      end={<Requester request={request} />}
    >
      <Crumbs request={request} />
      {request.reason === 'all_stages_skipped' && (
        <Text as="p" variant="body-medium" color="secondary">
          {t('request.reason.all_stages_skipped')}
        </Text>
      )}
      {request.pass && (
        <PassLine pass={request.pass} execution={request.execution?.id} />
      )}
    </PageHead>
  );
};

const Requester = ({ request }: { request: Request }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <PersonLine person={request.requester} size="medium" bold>
      {t('request.asked', { age: <Age at={request.createdAt} /> })}
      {request.actor && (
        <>
          {' · '}
          {t('request.via', { actor: <PersonName person={request.actor} /> })}
        </>
      )}
      {!request.actor && request.service && (
        <>
          {' · '}
          {t('request.byService', {
            service: <PersonName person={request.service} />,
          })}
        </>
      )}
    </PersonLine>
  );
};

const Crumbs = ({ request }: { request: Request }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const policy = useRouteRef(policyRouteRef);
  const { subject } = request;
  const parts: [string, ReactNode][] = [
    [
      'subject',
      subject.entityRef
        ? t('request.crumb.for', {
            type: subject.type,
            entity: <EntityLink entityRef={subject.entityRef} />,
          })
        : subject.type,
    ],
    ['id', <code key="id">{subject.id}</code>],
    [
      'policy',
      t('request.crumb.policy', {
        policy: (
          <Link href={policy?.({ key: request.policy.key })}>
            {request.policy.name}
          </Link>
        ),
        version: String(request.policy.version),
      }),
    ],
  ];
  if (request.completedAt) {
    parts.push([
      'ended',
      t('request.crumb.ended', { age: <Age at={request.completedAt} /> }),
    ]);
  } else if (request.expiresAt) {
    parts.push([
      'expires',
      t('request.crumb.expires', { age: <Age at={request.expiresAt} /> }),
    ]);
  }
  if (subject.link) {
    parts.push([
      'link',
      <Link key="link" href={subject.link} target="_blank">
        {t('request.subjectLink')} <RiExternalLinkLine size={13} aria-hidden />
      </Link>,
    ]);
  }
  return (
    <Text
      as="p"
      variant="body-medium"
      color="secondary"
      className={styles.crumbs}
    >
      {parts.map(([id, part], place) => (
        <Fragment key={id}>
          {place > 0 && ' · '}
          {part}
        </Fragment>
      ))}
    </Text>
  );
};
