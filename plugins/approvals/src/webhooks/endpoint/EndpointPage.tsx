import {
  useRouteRef,
  useRouteRefParams,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type {
  Webhook,
  WebhookWithSecret,
} from '@countersign/backstage-plugin-approvals-common';
import { Text } from '@backstage/ui';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { webhookRouteRef, webhooksRouteRef } from '../../routes';
import { approvalsTranslationRef } from '../../translation';
import { SideBySide } from '../../ui/page/SideBySide';
import { FailedState, ListSkeleton, TroubleNote } from '../../ui/states';
import { DeliveryList } from '../deliveries/DeliveryList';
import { EndpointDialog } from '../form/EndpointDialog';
import { RotateDialog } from '../secret/RotateDialog';
import { SecretDialog } from '../secret/SecretDialog';
import { useWebhook } from '../useWebhooks';
import { AboutEndpoint } from './AboutEndpoint';
import styles from './endpoint.module.css';
import { EndpointHeader, Wanted } from './EndpointHeader';
import { EndpointNotes } from './EndpointNotes';
import { RemoveDialog } from './RemoveDialog';
import { TestResult } from './TestResult';
import { useSwitch } from './useSwitch';
import { useTest } from './useTest';

/** One endpoint: how it does, what it gets, its messages, and what can be done with it. */
export const EndpointPage = () => {
  const { id } = useRouteRefParams(webhookRouteRef);
  const [open, setOpen] = useState<Wanted>();
  const webhook = useWebhook(id, open === 'remove');
  if (webhook.status === 'loading') return <ListSkeleton />;
  if (webhook.status === 'failed') {
    return <FailedState error={webhook.error} onRetry={webhook.reload} />;
  }
  return (
    <>
      <TroubleNote error={webhook.trouble} />
      <EndpointView
        key={id}
        webhook={webhook.value}
        open={open}
        onOpen={setOpen}
      />
    </>
  );
};

const EndpointView = (props: {
  webhook: Webhook;
  open: Wanted | undefined;
  onOpen: (wanted: Wanted | undefined) => void;
}) => {
  const { webhook } = props;
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { shown, state, turn } = useSwitch(webhook);
  const { test, send } = useTest(webhook.id);
  return (
    <>
      <EndpointHeader
        webhook={shown}
        testing={test.status === 'sending'}
        onTest={send}
        onTurn={turn}
        onOpen={props.onOpen}
      />
      <TestResult test={test} />
      <EndpointNotes
        webhook={shown}
        tested={test.status !== 'none'}
        switching={state}
        onTurn={turn}
      />
      <SideBySide narrow="side-first" side={<AboutEndpoint webhook={shown} />}>
        <section className={styles.messages} aria-labelledby="messages">
          <Text as="h2" id="messages" variant="body-large" weight="bold">
            {t('endpoint.deliveries')}
          </Text>
          <DeliveryList
            endpointId={webhook.id}
            emptyHint={t('deliveries.emptyOneHint')}
          />
        </section>
      </SideBySide>
      <Dialogs
        webhook={webhook}
        open={props.open}
        onClose={() => props.onOpen(undefined)}
      />
    </>
  );
};

const Dialogs = (props: {
  webhook: Webhook;
  open: Wanted | undefined;
  onClose: () => void;
}) => {
  const navigate = useNavigate();
  const all = useRouteRef(webhooksRouteRef);
  const [rotated, setRotated] = useState<WebhookWithSecret>();
  const { webhook, open, onClose } = props;
  return (
    <>
      {open === 'edit' && <EndpointDialog {...{ webhook, onClose }} />}
      {open === 'rotate' && (
        <RotateDialog
          webhook={webhook}
          onClose={onClose}
          onRotated={next => {
            setRotated(next);
            onClose();
          }}
        />
      )}
      {open === 'remove' && (
        <RemoveDialog
          webhook={webhook}
          onClose={onClose}
          onRemoved={() => navigate(all?.() ?? '')}
        />
      )}
      {rotated && (
        <SecretDialog
          webhook={rotated}
          rotated
          onClose={() => setRotated(undefined)}
        />
      )}
    </>
  );
};
