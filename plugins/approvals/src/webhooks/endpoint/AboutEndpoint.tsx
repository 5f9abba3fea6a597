import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Webhook } from '@countersign/backstage-plugin-approvals-common';
import { Card, CardBody, Link, Text } from '@backstage/ui';
import { Fragment, ReactNode } from 'react';
import { policyRouteRef } from '../../routes';
import { approvalsTranslationRef } from '../../translation';
import { Age } from '../../ui/time/Age';
import { exactTime } from '../../ui/time/words';
import { usePolicyNames } from '../../ui/usePolicyOptions';
import { waitingWords } from '../words';
import styles from './endpoint.module.css';

/** How an endpoint does, what it gets and what it is for, as a list of facts. */
export const AboutEndpoint = ({ webhook }: { webhook: Webhook }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <Card>
      <CardBody>
        <Text as="h2" variant="body-large" weight="bold">
          {t('endpoint.about')}
        </Text>
        <dl className={styles.facts}>
          <HealthFacts webhook={webhook} />
          <UseFacts webhook={webhook} />
          <Fact name={t('endpoint.fact.secret')}>
            {webhook.oldSecretUntil
              ? t('endpoint.secretTwo', {
                  time: exactTime(webhook.oldSecretUntil),
                })
              : t('endpoint.secretOne')}
          </Fact>
        </dl>
      </CardBody>
    </Card>
  );
};

const HealthFacts = ({ webhook: { health } }: { webhook: Webhook }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <>
      <Fact name={t('endpoint.fact.success')}>
        {health.lastSuccessAt ? (
          <Age at={health.lastSuccessAt} />
        ) : (
          t('endpoint.never')
        )}
      </Fact>
      {health.failingSince && (
        <Fact name={t('endpoint.fact.failing')}>
          {exactTime(health.failingSince)}
        </Fact>
      )}
      <Fact name={t('endpoint.fact.queue')}>
        {waitingWords(t, health.waiting)}
      </Fact>
    </>
  );
};

const UseFacts = ({ webhook }: { webhook: Webhook }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { usedFor, types, policyKeys } = webhook;
  const told = usedFor.includes('events');
  return (
    <>
      <Fact name={t('endpoint.fact.events')}>
        {told ? <Types types={types} /> : t('endpoint.noEvents')}
      </Fact>
      {told && (
        <Fact name={t('endpoint.fact.policies')}>
          {policyKeys.length > 0 ? (
            <Policies keys={policyKeys} />
          ) : (
            t('endpoint.everyPolicy')
          )}
        </Fact>
      )}
      {usedFor.some(use => use !== 'rules') && (
        <Fact name={t('endpoint.fact.callbacks')}>
          {t('endpoint.callbacksYes')}
        </Fact>
      )}
      {usedFor.includes('rules') && (
        <Fact name={t('endpoint.fact.rules')}>{t('endpoint.rulesYes')}</Fact>
      )}
    </>
  );
};

const Fact = (props: { name: string; children: ReactNode }) => (
  <div className={styles.fact}>
    <dt>{props.name}</dt>
    <dd>{props.children}</dd>
  </div>
);

const Types = ({ types }: { types: string[] }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return types.length === 0 ? (
    <>{t('endpoint.everyType')}</>
  ) : (
    <span className={styles.types}>
      {types.map(type => (
        <code key={type}>{type}</code>
      ))}
    </span>
  );
};

const Policies = ({ keys }: { keys: string[] }) => {
  const policy = useRouteRef(policyRouteRef);
  const name = usePolicyNames();
  return (
    <>
      {keys.map((key, place) => (
        <Fragment key={key}>
          {place > 0 && ', '}
          <Link href={policy?.({ key })}>{name(key)}</Link>
        </Fragment>
      ))}
    </>
  );
};
