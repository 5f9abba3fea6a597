import {
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { TaskItem } from '@countersign/backstage-plugin-approvals-common';
import { Link, Text } from '@backstage/ui';
import { RiFilterOffLine, RiSunLine } from '@remixicon/react';
import { Button } from '@backstage/ui';
import { approvalsApiRef } from '../api';
import { requestRouteRef } from '../routes';
import { approvalsTranslationRef } from '../translation';
import { useMe } from '../ui/people/useMe';
import { EmptyState } from '../ui/states';
import { Age } from '../ui/time/Age';
import { usePolled } from '../ui/usePolled';
import styles from './EmptyInbox.module.css';

const FEW = '5';

/** Nothing waits: says so, and what was decided lately. */
export const EmptyInbox = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const lately = useDecidedLately();
  return (
    <>
      <EmptyState icon={<RiSunLine />} title={t('inbox.empty')}>
        {t('inbox.emptyHint')}
      </EmptyState>
      {lately.length > 0 && (
        <section className={styles.lately} aria-labelledby="lately">
          <Text as="h2" id="lately" variant="body-medium" weight="bold">
            {t('inbox.lately')}
          </Text>
          <ul>
            {lately.map(task => (
              <Decided key={task.id} task={task} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
};

const Decided = ({ task }: { task: TaskItem }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const request = useRouteRef(requestRouteRef);
  const { decision } = task;
  return (
    <li>
      <Link
        href={request?.({ id: task.request.id })}
        variant="body-medium"
        truncate
      >
        {task.request.subject.title}
      </Link>
      {decision && (
        <Text variant="body-small" color="secondary">
          {t(`inbox.decided.${decision.decision}`, {
            age: <Age at={decision.at} />,
          })}
        </Text>
      )}
    </li>
  );
};

/** The filters leave nothing: says so, and how to get rid of them. */
export const NothingMatches = ({ onClear }: { onClear: () => void }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <EmptyState
      icon={<RiFilterOffLine />}
      title={t('inbox.emptyFiltered')}
      action={
        <Button variant="secondary" onPress={onClear}>
          {t('inbox.clearFilters')}
        </Button>
      }
    >
      {t('inbox.emptyFilteredHint')}
    </EmptyState>
  );
};

function useDecidedLately(): TaskItem[] {
  const api = useApi(approvalsApiRef);
  const me = useMe();
  const tasks = usePolled(`decided ${me}`, async signal =>
    me
      ? api.listTasks({
          query: {
            status: 'decided',
            sort: '-createdAt',
            limit: FEW,
          },
          signal,
        })
      : { items: [] },
  );
  return tasks.status === 'ready' ? tasks.value.items : [];
}
