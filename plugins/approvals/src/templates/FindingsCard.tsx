import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import { approvalsTranslationRef } from '../translation';
import { Pill } from '../ui/StatusBadge';
import { Finding, findingsOf } from './findings';
import styles from './templates.module.css';

const FAMILIES: Record<Finding['severity'], string> = {
  refused: 'negative',
  error: 'negative',
  warning: 'warning',
};

/** On a template's page: what is wrong with how it waits for approval. */
export const FindingsCard = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { entity } = useEntity();
  return (
    <Card className={styles.card}>
      <CardHeader>
        <Text as="h2" variant="body-large" weight="bold">
          {t('findings.title')}
        </Text>
      </CardHeader>
      <CardBody>
        <Text as="p" variant="body-medium" color="secondary">
          {t('findings.hint')}
        </Text>
        <ul className={styles.findings}>
          {findingsOf(entity).map((finding, place) => (
            <li key={place} className={styles.finding}>
              <Pill family={FAMILIES[finding.severity]}>
                {t(`findings.severity.${finding.severity}`)}
              </Pill>
              <span>
                <Text as="p" variant="body-medium">
                  {finding.message}
                </Text>
                <Text as="p" variant="body-small" color="secondary">
                  {finding.step
                    ? t('findings.inStep', {
                        step: finding.step,
                        rule: finding.rule,
                      })
                    : finding.rule}
                </Text>
              </span>
            </li>
          ))}
        </ul>
      </CardBody>
    </Card>
  );
};
