import {
  configApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Alert, Avatar, Card, CardBody, Flex, Text } from '@backstage/ui';
import { LogoMark } from '../nav/LogoMark';
import { portalTranslationRef } from '../translation';
import { DEMO_PEOPLE } from './demoPeople';
import styles from './PeoplePicker.module.css';

/** Props of {@link PeoplePicker}. */
export interface PeoplePickerProps {
  onPick(name: string): void;
  /** Who could not sign in, and what the backend said. */
  failed?: { name: string; reason?: string };
}

/** Five people to click: who of them signs in? */
export const PeoplePicker = ({ onPick, failed }: PeoplePickerProps) => {
  const { t } = useTranslationRef(portalTranslationRef);
  const title = useApi(configApiRef).getOptionalString('app.title') ?? '';

  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <Flex align="center" gap="2">
          <LogoMark className={styles.logo} />
          <Text variant="title-x-small" weight="bold">
            {title}
          </Text>
        </Flex>
        <Text as="h1" variant="title-medium" weight="bold">
          {t('signIn.title')}
        </Text>
        <Text as="p" variant="body-medium" color="secondary">
          {t('signIn.intro', { title })}
        </Text>
        {failed && (
          <Alert
            status="danger"
            title={t('signIn.failed', { name: failed.name })}
            description={failed.reason}
          />
        )}
        <ul className={styles.people}>
          {DEMO_PEOPLE.map(person => (
            <li key={person.name}>
              <Card
                label={t('signIn.signInAs', { name: person.displayName })}
                onPress={() => onPick(person.name)}
              >
                <CardBody>
                  <Flex align="center" gap="4">
                    <Avatar
                      src=""
                      name={person.displayName}
                      purpose="decoration"
                      size="large"
                    />
                    <Flex direction="column" gap="1">
                      <Text variant="body-large" weight="bold">
                        {person.displayName}
                      </Text>
                      <Text variant="body-medium" color="secondary">
                        {t(person.role)}
                      </Text>
                    </Flex>
                  </Flex>
                </CardBody>
              </Card>
            </li>
          ))}
        </ul>
      </div>
    </main>
  );
};
