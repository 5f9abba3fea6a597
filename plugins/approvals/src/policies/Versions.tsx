import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PolicyVersion } from '@countersign/backstage-plugin-approvals-common';
import { Button, Card, CardBody, Text } from '@backstage/ui';
import { approvalsTranslationRef } from '../translation';
import { PersonName } from '../ui/people/PersonLine';
import { Pill } from '../ui/StatusBadge';
import { Age } from '../ui/time/Age';
import styles from './policies.module.css';

const FAMILIES = { draft: 'draft', active: 'positive', archived: 'neutral' };

/** The versions of a policy: who, when, and what runs on them. */
export const Versions = (props: {
  versions: PolicyVersion[];
  shown: number;
  onShow: (version: number) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <Card>
      <CardBody>
        <Text as="h2" variant="body-large" weight="bold">
          {t('policy.versions')}
        </Text>
        <ul className={styles.versions}>
          {props.versions.map(version => (
            <li
              key={version.version}
              className={styles.version}
              aria-current={version.version === props.shown || undefined}
            >
              <span className={styles.versionHead}>
                <Button
                  size="small"
                  variant={
                    version.version === props.shown ? 'secondary' : 'tertiary'
                  }
                  aria-label={t('policy.show', { n: String(version.version) })}
                  onPress={() => props.onShow(version.version)}
                >
                  {t('policy.version', { n: String(version.version) })}
                </Button>
                <Pill family={FAMILIES[version.status]}>
                  {t(`policy.status.${version.status}`)}
                </Pill>
              </span>
              <Text as="p" variant="body-small" color="secondary">
                {version.activatedBy && version.activatedAt
                  ? t('policy.activated', {
                      name: <PersonName person={version.activatedBy} />,
                      age: <Age at={version.activatedAt} />,
                    })
                  : t('policy.by', {
                      name: <PersonName person={version.createdBy} />,
                      age: <Age at={version.createdAt} />,
                    })}
                {version.status !== 'draft' && (
                  <>
                    {' · '}
                    {version.inReview > 0
                      ? t('policy.inReview.some', {
                          n: String(version.inReview),
                        })
                      : t('policy.inReview.none')}
                  </>
                )}
              </Text>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
};
