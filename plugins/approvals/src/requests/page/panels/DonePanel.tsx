import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { DecisionKind } from '@countersign/backstage-plugin-approvals-common';
import { Card, CardBody, Link, Text } from '@backstage/ui';
import { approvalsApiRef } from '../../../api';
import { requestRouteRef, rootRouteRef } from '../../../routes';
import { approvalsTranslationRef } from '../../../translation';
import { usePolled } from '../../../ui/usePolled';
import styles from './panels.module.css';

/** What was decided here just now, and what comes next. */
export const DonePanel = (props: {
  requestId: string;
  decision: DecisionKind;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const api = useApi(approvalsApiRef);
  const inbox = useRouteRef(rootRouteRef);
  const request = useRouteRef(requestRouteRef);
  const tasks = usePolled('next', signal =>
    api.listTasks({ query: { limit: '2' }, signal }),
  );
  const next =
    tasks.status === 'ready'
      ? tasks.value.items.find(task => task.request.id !== props.requestId)
      : undefined;
  return (
    <Card className={styles.panel}>
      <CardBody>
        <div role="status">
          <Text as="h2" variant="body-large" weight="bold">
            {t(`panel.done.${props.decision}`)}
          </Text>
        </div>
        {next && (
          <Text as="p" variant="body-medium">
            {t('panel.next')}:{' '}
            <Link href={request?.({ id: next.request.id })}>
              {next.request.subject.title}
            </Link>
          </Text>
        )}
        <Text as="p" variant="body-medium">
          <Link href={inbox?.()}>{t('panel.backToInbox')}</Link>
        </Text>
      </CardBody>
    </Card>
  );
};

/** Why the reader cannot decide, in the server's words. */
export const NotYours = ({ message }: { message: string }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <Card className={styles.panel}>
      <CardBody>
        <Text as="h2" variant="body-large" weight="bold">
          {t('panel.cannot')}
        </Text>
        <Text as="p" variant="body-medium" color="secondary">
          {message}
        </Text>
      </CardBody>
    </Card>
  );
};
