import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, TextAreaField } from '@backstage/ui';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../translation';
import styles from './CommentBox.module.css';
import { useAction } from '../../ui/useAction';

/** Says something about the request. */
export const CommentBox = ({ requestId }: { requestId: string }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { state, run } = useAction();
  const [comment, setComment] = useState('');

  const send = async () => {
    const done = await run(
      api =>
        api.commentRequest({
          params: { id: requestId },
          body: { comment: comment.trim() },
        }),
      t('comment.sent'),
    );
    if (done) setComment('');
  };

  return (
    <form
      className={styles.box}
      onSubmit={event => {
        event.preventDefault();
        send();
      }}
    >
      <TextAreaField
        aria-label={t('comment.label')}
        placeholder={t('comment.placeholder')}
        rows={comment ? 3 : 1}
        value={comment}
        onChange={setComment}
      />
      {comment.trim() && (
        <Button
          type="submit"
          variant="secondary"
          isPending={state.status === 'submitting'}
        >
          {t('comment.send')}
        </Button>
      )}
      {state.status === 'refused' && (
        <Alert
          status="danger"
          icon
          role="alert"
          title={t('panel.refused')}
          description={state.message}
        />
      )}
    </form>
  );
};
