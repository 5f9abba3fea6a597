import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Webhook,
  WebhookWithSecret,
} from '@countersign/backstage-plugin-approvals-common';
import { Button } from '@backstage/ui';
import { RiAddLine, RiFilterOffLine, RiWebhookLine } from '@remixicon/react';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { webhookRouteRef } from '../routes';
import { approvalsTranslationRef } from '../translation';
import {
  EmptyState,
  FailedState,
  ListSkeleton,
  TroubleNote,
} from '../ui/states';
import { Toolbar, ToolbarSearch, ToolbarSummary } from '../ui/Toolbar';
import { EndpointTable } from './EndpointTable';
import { EndpointDialog } from './form/EndpointDialog';
import { healthOf } from './health';
import { SecretDialog } from './secret/SecretDialog';
import { useWebhooks } from './useWebhooks';
import { WebhookNav } from './WebhookNav';

/** Every endpoint with its health, and the way to a new one. */
export const WebhooksPage = () => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const [params, setParams] = useSearchParams();
  const told = params.get('q') ?? '';
  const search = (words: string) =>
    setParams(words ? { q: words } : {}, { replace: true });
  const webhooks = useWebhooks();
  const creating = useCreating();
  const known = webhooks.status === 'ready' ? webhooks.value : [];

  return (
    <>
      <WebhookNav at="endpoints">
        {known.length > 0 && <NewEndpoint onPress={creating.open} />}
      </WebhookNav>
      {known.length > 0 && (
        <Toolbar>
          <ToolbarSearch
            label={t('webhooks.search')}
            words={told}
            onSearch={search}
          />
          <Summary webhooks={known} />
        </Toolbar>
      )}
      {webhooks.status === 'loading' && <ListSkeleton />}
      {webhooks.status === 'failed' && (
        <FailedState error={webhooks.error} onRetry={webhooks.reload} />
      )}
      {webhooks.status === 'ready' && (
        <>
          <TroubleNote error={webhooks.trouble} />
          <Endpoints
            webhooks={known}
            words={told}
            onClear={() => search('')}
            onCreate={creating.open}
          />
        </>
      )}
      {creating.dialog}
    </>
  );
};

const NewEndpoint = (props: { onPress: () => void }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  return (
    <Button variant="primary" iconStart={<RiAddLine />} onPress={props.onPress}>
      {t('webhooks.create')}
    </Button>
  );
};

const Summary = ({ webhooks }: { webhooks: Webhook[] }) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const states = webhooks.map(webhook => healthOf(webhook).state);
  const failing = states.filter(state => state === 'failing').length;
  const disabled = states.filter(
    state => state === 'disabled' || state === 'stopped',
  ).length;
  return (
    <ToolbarSummary>
      {[
        states.length === 1
          ? t('webhooks.summary.one')
          : t('webhooks.summary.many', { n: String(states.length) }),
        failing > 0 && t('webhooks.summary.failing', { n: String(failing) }),
        disabled > 0 && t('webhooks.summary.disabled', { n: String(disabled) }),
      ]
        .filter(Boolean)
        .join(', ')}
    </ToolbarSummary>
  );
};

const Endpoints = (props: {
  webhooks: Webhook[];
  words: string;
  onClear: () => void;
  onCreate: () => void;
}) => {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { webhooks, words } = props;
  const shown = webhooks.filter(webhook => matches(webhook, words));
  if (webhooks.length === 0) {
    return (
      <EmptyState
        icon={<RiWebhookLine />}
        title={t('webhooks.empty')}
        action={<NewEndpoint onPress={props.onCreate} />}
      >
        {t('webhooks.emptyHint')}
      </EmptyState>
    );
  }
  return shown.length > 0 ? (
    <section aria-label={t('webhooks.label')}>
      <EndpointTable webhooks={shown} />
    </section>
  ) : (
    <EmptyState
      icon={<RiFilterOffLine />}
      title={t('webhooks.emptyFiltered')}
      action={
        <Button variant="secondary" onPress={props.onClear}>
          {t('inbox.clearFilters')}
        </Button>
      }
    >
      {t('webhooks.emptyFilteredHint')}
    </EmptyState>
  );
};

/** The form of a new endpoint, then its secret, then its page. */
function useCreating() {
  const navigate = useNavigate();
  const page = useRouteRef(webhookRouteRef);
  const [asking, setAsking] = useState(false);
  const [made, setMade] = useState<WebhookWithSecret>();
  const open = () => setAsking(true);
  const dialog = (
    <>
      {asking && (
        <EndpointDialog
          onMade={webhook => {
            setMade(webhook);
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      )}
      {made && (
        <SecretDialog
          webhook={made}
          onClose={() => navigate(page?.({ id: made.id }) ?? '')}
        />
      )}
    </>
  );
  return { open, dialog };
}

function matches({ name, url }: Webhook, words: string): boolean {
  const text = `${name} ${url}`.toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word));
}
