import {
  useApi,
  useRouteRef,
  useRouteRefParams,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type {
  Policy,
  PolicyVersion,
} from '@countersign/backstage-plugin-approvals-common';
import { ButtonLink, Card, CardBody, Text } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { useSearchParams } from 'react-router-dom';
import { approvalsApiRef } from '../api';
import { newRequestRouteRef, policyRouteRef } from '../routes';
import { approvalsTranslationRef } from '../translation';
import { Json } from '../ui/CodeBlock';
import { Disclosure } from '../ui/Disclosure';
import { PageHead } from '../ui/page/PageHead';
import { SideBySide } from '../ui/page/SideBySide';
import { PersonName } from '../ui/people/PersonLine';
import { useFaces } from '../ui/people/useFaces';
import { Pill } from '../ui/StatusBadge';
import { FailedState, ListSkeleton, TroubleNote } from '../ui/states';
import { refsOfDefinition, StageTrack, trackOfDefinition } from '../ui/track';
import { usePolled } from '../ui/usePolled';
import { Changes } from './Changes';
import styles from './policies.module.css';
import { rulesOf } from './rulesOf';
import { Versions } from './Versions';

/** One policy: its way, what it says, its versions and what changed between them. */
export const PolicyPage = () => {
  const { key } = useRouteRefParams(policyRouteRef);
  const policy = usePolicy(key);
  if (policy.status === 'loading') return <ListSkeleton />;
  if (policy.status === 'failed') {
    return <FailedState error={policy.error} onRetry={policy.reload} />;
  }
  return (
    <>
      <TroubleNote error={policy.trouble} />
      <PolicyView {...policy.value} />
    </>
  );
};

function usePolicy(key: string) {
  const api = useApi(approvalsApiRef);
  return usePolled(
    key,
    async signal => {
      const [policy, versions] = await Promise.all([
        api.getPolicy({ params: { key }, signal }),
        api.listPolicyVersions({ params: { key }, signal }),
      ]);
      return { policy, versions: versions.items };
    },
    { about: 'policy:' },
  );
}

const PolicyView = (props: { policy: Policy; versions: PolicyVersion[] }) => {
  const { policy, versions } = props;
  const [params, setParams] = useSearchParams();
  const wanted = Number(params.get('version'));
  const shown =
    versions.find(({ version }) => version === wanted) ?? policy.current;
  const show = (version: number) =>
    setParams(
      version === policy.current.version ? {} : { version: String(version) },
      { replace: true },
    );

  return (
    <>
      <PolicyHeader policy={policy} shown={shown} />
      <Way shown={shown} />
      <SideBySide
        narrow="side-last"
        side={
          <Versions versions={versions} shown={shown.version} onShow={show} />
        }
      >
        <Says shown={shown} />
        {versions.length > 1 && (
          <Changes key={shown.version} shown={shown} versions={versions} />
        )}
      </SideBySide>
    </>
  );
};

const FAMILIES = { draft: 'draft', active: 'positive', archived: 'neutral' };

const PolicyHeader = (props: { policy: Policy; shown: PolicyVersion }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const create = useRouteRef(newRequestRouteRef);
  const { policy, shown } = props;
  const { definition } = shown;
  return (
    <PageHead
      state={
        <Pill family={FAMILIES[shown.status]}>
          {t('policy.versionStatus', {
            status: t(`policy.status.${shown.status}`),
            n: String(shown.version),
          })}
        </Pill>
      }
      title={definition.name}
      end={
        policy.activeVersion !== undefined && (
          <ButtonLink
            variant="primary"
            iconStart={<RiAddLine />}
            href={`${create?.()}?policy=${encodeURIComponent(policy.key)}`}
          >
            {t('policy.newRequest')}
          </ButtonLink>
        )
      }
    >
      <Text as="p" variant="body-medium" color="secondary">
        {t('policy.crumb', { type: definition.subjectType, key: policy.key })}
        {definition.owner && (
          <>
            {' · '}
            {t('policy.owner', {
              owner: <PersonName person={definition.owner} />,
            })}
          </>
        )}
      </Text>
      {definition.description && (
        <Text as="p" variant="body-medium">
          {definition.description}
        </Text>
      )}
    </PageHead>
  );
};

const Way = ({ shown }: { shown: PolicyVersion }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { stages } = shown.definition;
  const face = useFaces(stages.flatMap(refsOfDefinition));
  return (
    <div className={styles.way}>
      <StageTrack stages={trackOfDefinition(stages, { t, face })} />
    </div>
  );
};

const Says = ({ shown }: { shown: PolicyVersion }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <Card>
      <CardBody>
        <Text as="h2" variant="body-large" weight="bold">
          {t('policy.rules')}
        </Text>
        <ul className={styles.rules}>
          {rulesOf(shown.definition, t).map(rule => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
        <Disclosure summary={t('policy.asJson')}>
          <Json value={shown.definition} />
        </Disclosure>
      </CardBody>
    </Card>
  );
};
