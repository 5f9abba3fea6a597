import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  PolicyDiff,
  PolicyVersion,
} from '@countersign/backstage-plugin-approvals-common';
import { Card, CardBody, Select, Skeleton, Text } from '@backstage/ui';
import { useState } from 'react';
import { approvalsApiRef } from '../api';
import { approvalsTranslationRef, T } from '../translation';
import { errorWords } from '../ui/errorWords';
import { Loading } from '../ui/states';
import { usePolled } from '../ui/usePolled';
import styles from './policies.module.css';

const FIVE_MINUTES = 300_000;

/** What changed between the version shown and another one. */
export const Changes = (props: {
  shown: PolicyVersion;
  versions: PolicyVersion[];
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const api = useApi(approvalsApiRef);
  const { shown } = props;
  const others = props.versions.filter(
    ({ version }) => version !== shown.version,
  );
  const former = others.find(({ version }) => version < shown.version);
  const [against, setAgainst] = useState((former ?? others[0]).version);
  const diff = usePolled(
    `${shown.key} ${shown.version} ${against}`,
    signal =>
      api.diffPolicyVersion({
        params: { key: shown.key, version: shown.version },
        query: { against: String(against) },
        signal,
      }),
    { about: 'policy:', every: FIVE_MINUTES },
  );
  return (
    <Card>
      <CardBody>
        <Text as="h2" variant="body-large" weight="bold">
          {t('policy.compare')}
        </Text>
        <Select
          className={styles.against}
          label={t('policy.compareWith', { n: String(shown.version) })}
          options={others.map(({ version }) => ({
            id: String(version),
            label: t('policy.version', { n: String(version) }),
          }))}
          value={String(against)}
          onChange={key => key !== null && setAgainst(Number(key))}
        />
        {diff.status === 'loading' && (
          <Loading>
            <Skeleton width="60%" height={16} />
          </Loading>
        )}
        {diff.status === 'failed' && (
          <Text as="p" variant="body-medium" color="danger">
            {errorWords(diff.error, t)}
          </Text>
        )}
        {diff.status === 'ready' && <ChangeList changes={diff.value.changes} />}
      </CardBody>
    </Card>
  );
};

const ChangeList = ({ changes }: Pick<PolicyDiff, 'changes'>) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  if (changes.length === 0) {
    return (
      <Text as="p" variant="body-medium" color="secondary">
        {t('policy.same')}
      </Text>
    );
  }
  return (
    <ul className={styles.changes}>
      {changes.map(change => (
        <li key={change.path} data-kind={change.kind}>
          <span>
            <code>{change.path}</code> {t(`policy.change.${change.kind}`)}
          </span>
          {change.kind !== 'added' && <del>{written(change.before, t)}</del>}
          {change.kind !== 'removed' && <ins>{written(change.after, t)}</ins>}
        </li>
      ))}
    </ul>
  );
};

function written(value: unknown, t: T): string {
  if (value === undefined || value === null) return t('policy.none');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
