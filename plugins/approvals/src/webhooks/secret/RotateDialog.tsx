import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Webhook,
  WebhookWithSecret,
} from '@countersign/backstage-plugin-approvals-common';
import { Checkbox, Text } from '@backstage/ui';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../translation';
import { ActionDialog } from '../../ui/ActionDialog';
import { useAction } from '../../ui/useAction';

/** Asks before a new secret is made, and whether the old one may sign for a while. */
export const RotateDialog = (props: {
  webhook: Webhook;
  onRotated: (webhook: WebhookWithSecret) => void;
  onClose: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { webhook } = props;
  const { state, run } = useAction();
  const [leaked, setLeaked] = useState(false);
  const confirm = () =>
    run(async api => {
      const rotated = await api.rotateWebhookSecret({
        params: { id: webhook.id },
        body: { keepOld: !leaked },
      });
      props.onRotated(rotated);
    }, t('rotate.done'));
  return (
    <ActionDialog
      title={t('rotate.title', { name: webhook.name })}
      hint={t('rotate.hint')}
      confirm={t('rotate.confirm')}
      destructive={leaked}
      state={state}
      onConfirm={confirm}
      onClose={props.onClose}
    >
      <Checkbox isSelected={leaked} onChange={setLeaked}>
        {t('rotate.leaked')}
      </Checkbox>
      {leaked && (
        <Text as="p" variant="body-small" color="secondary">
          {t('rotate.leakedHint')}
        </Text>
      )}
    </ActionDialog>
  );
};
