import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Webhook } from '@countersign/backstage-plugin-approvals-common';
import { Alert, Button } from '@backstage/ui';
import { approvalsTranslationRef } from '../../translation';
import type { ActionState } from '../../ui/useAction';
import { healthOf } from '../health';

/** What is wrong with an endpoint and what helps; what the server refused. */
export const EndpointNotes = (props: {
  webhook: Webhook;
  /** A test tells how it does just now. */
  tested: boolean;
  switching: ActionState;
  onTurn: (enabled: boolean) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { switching } = props;
  return (
    <>
      {switching.status === 'refused' && (
        <Alert
          status="danger"
          icon
          role="alert"
          mb="4"
          title={t('endpoint.refused')}
          description={switching.message}
        />
      )}
      <Trouble {...props} />
    </>
  );
};

const Trouble = (props: {
  webhook: Webhook;
  tested: boolean;
  onTurn: (enabled: boolean) => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const health = healthOf(props.webhook);
  if (health.state === 'failing') {
    return props.tested ? null : (
      <Alert
        status="warning"
        icon
        mb="4"
        title={t('endpoint.failingTitle')}
        description={t('endpoint.failingHint', { error: health.error })}
      />
    );
  }
  if (health.state !== 'disabled' && health.state !== 'stopped') return null;
  const stopped = health.state === 'stopped';
  return (
    <Alert
      status={stopped ? 'danger' : 'info'}
      icon
      mb="4"
      title={t(stopped ? 'endpoint.stoppedTitle' : 'endpoint.disabledTitle')}
      description={
        stopped
          ? t('endpoint.stoppedHint', { error: health.error })
          : t('endpoint.disabledHint')
      }
      customActions={
        <Button
          size="small"
          variant="secondary"
          onPress={() => props.onTurn(true)}
        >
          {t('endpoint.enable')}
        </Button>
      }
    />
  );
};
