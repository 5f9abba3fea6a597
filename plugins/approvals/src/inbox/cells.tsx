import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TaskItem } from '@countersign/backstage-plugin-approvals-common';
import { Button, ButtonIcon, Text } from '@backstage/ui';
import { RiCheckLine, RiCloseLine, RiErrorWarningLine } from '@remixicon/react';
import { approvalsTranslationRef } from '../translation';
import { PersonLine, PersonName } from '../ui/people/PersonLine';
import { Age } from '../ui/time/Age';
import { Due } from '../ui/time/Due';
import styles from './cells.module.css';
import { Progress } from './Progress';
import type { InboxRow } from './rows';
import type { InboxDecision } from './useDecisions';

/** What a row can do. */
export type RowActions = {
  ask: (task: TaskItem, decision: InboxDecision) => void;
  dismiss: (taskId: string) => void;
};

export const Title = ({
  row,
  dismiss,
}: { row: InboxRow } & Pick<RowActions, 'dismiss'>) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { subject, policy } = row.task.request;
  return (
    <span className={styles.stack}>
      <Text variant="body-medium" truncate title={subject.title}>
        {subject.title}
      </Text>
      <Text variant="body-medium" color="secondary" truncate>
        {subject.type} · {policy.name}
      </Text>
      {row.refusal && (
        <span className={styles.refusal}>
          <RiErrorWarningLine aria-hidden />
          <span>{t('inbox.refused', { message: row.refusal })}</span>
          <Button
            size="small"
            variant="tertiary"
            onPress={() => dismiss(row.id)}
          >
            {t('inbox.dismiss')}
          </Button>
        </span>
      )}
    </span>
  );
};

export const AskedBy = ({ task }: { task: TaskItem }) => (
  <PersonLine person={task.request.requester}>
    <Age at={task.request.createdAt} />
  </PersonLine>
);

export const StageState = ({ task }: { task: TaskItem }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <span className={styles.stack}>
      <Text variant="body-medium" truncate title={task.stageState.name}>
        {task.stageState.name}
      </Text>
      <span className={styles.inline}>
        <Progress {...task.stageState} />
        {task.actingFor && (
          <Text variant="body-small" color="secondary" truncate>
            {t('inbox.actingFor', {
              name: <PersonName person={task.actingFor} />,
            })}
          </Text>
        )}
      </span>
    </span>
  );
};

export const DueState = ({ task }: { task: TaskItem }) => {
  const { dueAt, remindAt, overdue } = task.stageState;
  return dueAt ? <Due {...{ dueAt, remindAt, overdue }} /> : null;
};

export const Decide = ({
  row,
  ask,
}: { row: InboxRow } & Pick<RowActions, 'ask'>) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { task, over } = row;
  const { title } = task.request.subject;
  return over ? null : (
    <span className={styles.actions}>
      <Button
        variant="secondary"
        iconStart={<RiCheckLine />}
        aria-label={t('inbox.approveTitle', { title })}
        onPress={() => ask(task, 'approve')}
      >
        {t('inbox.approve')}
      </Button>
      <ButtonIcon
        variant="tertiary"
        icon={<RiCloseLine />}
        aria-label={t('inbox.rejectTitle', { title })}
        onPress={() => ask(task, 'reject')}
      />
    </span>
  );
};

/** Everything of a row in one cell, where there is no room for columns. */
export const Compact = ({
  row,
  ask,
  dismiss,
}: { row: InboxRow } & RowActions) => (
  <span className={styles.compact}>
    <Title row={row} dismiss={dismiss} />
    <span className={styles.wrap}>
      <AskedBy task={row.task} />
      <DueState task={row.task} />
    </span>
    <span className={styles.wrap}>
      <StageState task={row.task} />
      <Decide row={row} ask={ask} />
    </span>
  </span>
);
