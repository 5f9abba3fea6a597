import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Request } from '@countersign/backstage-plugin-approvals-common';
import { TextAreaField } from '@backstage/ui';
import { useRef, useState } from 'react';
import { approvalsTranslationRef } from '../../../translation';
import { Context, ContextForm } from '../../../ui/form/ContextForm';
import { useAction } from '../../../ui/useAction';
import { ActionDialog } from '../../../ui/ActionDialog';
import styles from './dialogs.module.css';

/** Sends a request again, with facts that may be changed: the next round. */
export const ResubmitDialog = (props: {
  request: Request;
  onClose: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { request } = props;
  const { state, run } = useAction();
  const [context, setContext] = useState<Context>(request.context);
  const [comment, setComment] = useState('');
  const form = useRef<HTMLDivElement>(null);
  // What runs after the approval was made for these facts: they stay.
  const fixed = !!request.execution || !request.contextSchema;

  const send = async () => {
    const done = await run(
      api =>
        api.resubmitRequest({
          params: { id: request.id },
          body: {
            ...(!fixed && { context }),
            comment: comment.trim() || undefined,
          },
        }),
      t('own.resubmitted'),
    );
    if (done) props.onClose();
  };
  const confirm = () => {
    if (fixed) send();
    else form.current?.querySelector('form')?.requestSubmit();
  };

  return (
    <ActionDialog
      title={t('own.resubmitTitle', { n: String(request.round + 1) })}
      hint={fixed ? t('own.resubmitSame') : undefined}
      confirm={t('own.resubmit')}
      state={state}
      onConfirm={confirm}
      onClose={props.onClose}
      width={560}
      before={
        !fixed && (
          <div ref={form} className={styles.form}>
            <ContextForm
              id="resubmit"
              schema={request.contextSchema ?? {}}
              value={context}
              onChange={setContext}
              onSubmit={send}
            />
          </div>
        )
      }
    >
      <TextAreaField
        label={t('own.resubmitComment')}
        secondaryLabel={t('decide.optional')}
        value={comment}
        onChange={setComment}
      />
    </ActionDialog>
  );
};
