import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PolicyItem } from '@countersign/backstage-plugin-approvals-common';
import { Card, CardBody, Grid, Text } from '@backstage/ui';
import { approvalsTranslationRef } from '../../translation';
import styles from './PolicyChoice.module.css';

/** The policies to choose from, as cards. */
export const PolicyChoice = (props: {
  policies: PolicyItem[];
  onChoose: (key: string) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <>
      <Text as="h2" variant="title-small" weight="bold">
        {t('ask.choose')}
      </Text>
      <Text as="p" variant="body-medium" color="secondary">
        {t('ask.chooseHint')}
      </Text>
      <Grid.Root columns={{ initial: '1', sm: '2', lg: '3' }} gap="4" mt="4">
        {props.policies.map(policy => (
          <Card
            key={policy.key}
            label={policy.name}
            onPress={() => props.onChoose(policy.key)}
          >
            <CardBody>
              <div className={styles.card}>
                <Text as="h3" variant="body-large" weight="bold">
                  {policy.name}
                </Text>
                <Text as="p" variant="body-medium" color="secondary">
                  {policy.description ??
                    t('ask.type', { type: policy.subjectType })}
                </Text>
              </div>
            </CardBody>
          </Card>
        ))}
      </Grid.Root>
    </>
  );
};
