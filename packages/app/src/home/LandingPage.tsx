import { Fragment } from 'react';
import {
  identityApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { HomePageLayoutProps } from '@backstage/plugin-home-react/alpha';
import { Card, CardBody, Container, Grid, Text } from '@backstage/ui';
import useAsync from 'react-use/esm/useAsync';
import { portalTranslationRef } from '../translation';

const WAYS = [
  { title: 'home.inbox', hint: 'home.inboxHint', href: '/approvals' },
  {
    title: 'home.requests',
    hint: 'home.requestsHint',
    href: '/approvals/new',
  },
  { title: 'home.catalog', hint: 'home.catalogHint', href: '/catalog' },
  {
    title: 'home.docs',
    hint: 'home.docsHint',
    href: '/docs/default/system/countersign',
  },
] as const;

function useFirstName(): string | undefined {
  const identity = useApi(identityApiRef);
  const { value } = useAsync(() => identity.getProfileInfo(), [identity]);
  return value?.displayName?.split(' ')[0];
}

/** Greets, shows the four ways on, and below them the plugins' widgets. */
export const LandingPage = ({ widgets }: HomePageLayoutProps) => {
  const { t } = useTranslationRef(portalTranslationRef);
  const name = useFirstName();

  return (
    <Container py="6">
      <Text as="h1" variant="title-medium" weight="bold">
        {name && t('home.greeting', { name })}
      </Text>
      <Text as="p" variant="body-large" color="secondary">
        {t('home.intro')}
      </Text>
      <Grid.Root columns={{ initial: '1', sm: '2', lg: '4' }} gap="4" my="6">
        {WAYS.map(way => (
          <Card key={way.href} href={way.href} label={t(way.title)}>
            <CardBody>
              <Text as="h2" variant="title-x-small" weight="bold">
                {t(way.title)}
              </Text>
              <Text as="p" variant="body-medium" color="secondary">
                {t(way.hint)}
              </Text>
            </CardBody>
          </Card>
        ))}
      </Grid.Root>
      <Grid.Root columns={{ initial: '1', md: '2' }} gap="4">
        {widgets.map(widget => (
          <Fragment key={widget.node.spec.id}>{widget.component}</Fragment>
        ))}
      </Grid.Root>
    </Container>
  );
};
