import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TaskItem } from '@countersign/backstage-plugin-approvals-common';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Text,
  TextAreaField,
} from '@backstage/ui';
import { useState } from 'react';
import { approvalsTranslationRef, T } from '../translation';
import { needsComment } from '../ui/comments';
import { Faulty } from '../ui/form/Faulty';
import { useFocusOnOpen } from '../ui/useFocusOnOpen';
import { PersonName } from '../ui/people/PersonLine';
import styles from './DecisionDialog.module.css';
import type { InboxDecision } from './useDecisions';

/** What is about to be decided. */
export type Asked = { tasks: TaskItem[]; decision: InboxDecision };

/** Asks for the comment that the stage wants, and is the second look before deciding. */
export const DecisionDialog = (props: {
  asked: Asked;
  onDecide: (comment: string | undefined) => void;
  onClose: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { tasks, decision } = props.asked;
  const [comment, setComment] = useState('');
  const [tried, setTried] = useState(false);
  const required = tasks.some(task =>
    needsComment(decision, task.stageState.comment),
  );
  const missing = required && !comment.trim();

  // Where no comment is needed, Enter decides.
  const body = useFocusOnOpen<HTMLDivElement>(
    required ? 'textarea' : '[type=submit]',
  );

  const submit = () => {
    setTried(true);
    if (!missing) props.onDecide(comment.trim() || undefined);
  };

  return (
    <Dialog isOpen onOpenChange={open => !open && props.onClose()} width={460}>
      <div ref={body} className={styles.content}>
        <DialogHeader>{titleOf(props.asked, t)}</DialogHeader>
        <DialogBody>
          <form
            id="decision"
            onSubmit={event => {
              event.preventDefault();
              submit();
            }}
          >
            <Facts tasks={tasks} />
            <Faulty
              fault={tried && missing ? t('decide.commentMissing') : undefined}
            >
              <TextAreaField
                label={t('decide.comment')}
                secondaryLabel={t(
                  required ? 'decide.required' : 'decide.optional',
                )}
                description={
                  tasks.length > 1 ? t('decide.commentShared') : undefined
                }
                value={comment}
                onChange={setComment}
                isInvalid={tried && missing}
                onKeyDown={event => {
                  if (
                    event.key === 'Enter' &&
                    (event.ctrlKey || event.metaKey)
                  ) {
                    submit();
                  }
                }}
              />
            </Faulty>
          </form>
        </DialogBody>
        <DialogFooter>
          <Button variant="secondary" onPress={props.onClose}>
            {t('dialog.cancel')}
          </Button>
          <Button
            type="submit"
            form="decision"
            variant="primary"
            destructive={decision === 'reject'}
          >
            {t(`decide.${decision}`)}
          </Button>
        </DialogFooter>
      </div>
    </Dialog>
  );
};

const Facts = ({ tasks }: { tasks: TaskItem[] }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  if (tasks.length === 1) {
    const { actingFor } = tasks[0];
    return actingFor ? (
      <Text as="p" variant="body-medium" color="secondary">
        {t('decide.forSomebody', { name: <PersonName person={actingFor} /> })}
      </Text>
    ) : null;
  }
  return (
    <ul className={styles.titles}>
      {tasks.map(task => (
        <li key={task.id}>
          <Text variant="body-medium">{task.request.subject.title}</Text>{' '}
          <Text variant="body-small" color="secondary">
            {task.stageState.name}
          </Text>
        </li>
      ))}
    </ul>
  );
};

function titleOf({ tasks, decision }: Asked, t: T): string {
  return tasks.length === 1
    ? t(`decide.${decision}One`, { title: tasks[0].request.subject.title })
    : t(`decide.${decision}Many`, { n: String(tasks.length) });
}
