import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Webhook } from '@countersign/backstage-plugin-approvals-common';
import { approvalsTranslationRef, T } from '../../translation';
import { ActionDialog } from '../../ui/ActionDialog';
import { useAction } from '../../ui/useAction';
import styles from './endpoint.module.css';

/** Asks before an endpoint is removed, and tells what is lost with it. */
export const RemoveDialog = (props: {
  webhook: Webhook;
  onRemoved: () => void;
  onClose: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { webhook } = props;
  const { state, run } = useAction();
  const confirm = async () => {
    const done = await run(
      api => api.deleteWebhook({ params: { id: webhook.id } }),
      t('removeEndpoint.done', { name: webhook.name }),
    );
    if (done) props.onRemoved();
  };
  return (
    <ActionDialog
      title={t('removeEndpoint.title', { name: webhook.name })}
      hint={t('removeEndpoint.hint')}
      confirm={t('removeEndpoint.confirm')}
      destructive
      state={state}
      onConfirm={confirm}
      onClose={props.onClose}
    >
      <ul className={styles.lost}>
        {lostWords(t, webhook).map(words => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </ActionDialog>
  );
};

function lostWords(t: T, { health, usedFor }: Webhook): string[] {
  const { waiting } = health;
  return [
    t('removeEndpoint.secret'),
    waiting === 1 && t('removeEndpoint.waiting.one'),
    waiting > 1 && t('removeEndpoint.waiting.many', { n: String(waiting) }),
    usedFor.some(use => use !== 'rules') && t('removeEndpoint.callbacks'),
    usedFor.includes('rules') && t('removeEndpoint.rules'),
  ].filter(words => typeof words === 'string');
}
