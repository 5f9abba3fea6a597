import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Webhook } from '@countersign/backstage-plugin-approvals-common';
import { useState } from 'react';
import { approvalsTranslationRef } from '../../translation';
import { useAction } from '../../ui/useAction';

type Sent = { enabled: boolean; updatedAt: string; at: string };

/**
 * Enables and disables an endpoint. It shows at once; where the server refuses
 * it is taken back, with its words in `state`.
 *
 * @returns the endpoint as it will be
 */
export function useSwitch(webhook: Webhook) {
  const { t } = useTranslationRef(approvalsTranslationRef);
  const { state, run } = useAction();
  const [sent, setSent] = useState<Sent>();

  const turn = async (enabled: boolean) => {
    const { id, updatedAt } = webhook;
    setSent({ enabled, updatedAt, at: new Date().toISOString() });
    const done = await run(
      api => api.updateWebhook({ params: { id }, body: { enabled } }),
      t(enabled ? 'endpoint.enabled' : 'endpoint.disabled'),
    );
    if (!done) setSent(undefined);
  };
  return { shown: withSwitch(webhook, sent), state, turn };
}

/** What the server answered since wins. */
function withSwitch(webhook: Webhook, sent?: Sent): Webhook {
  if (!sent || sent.updatedAt !== webhook.updatedAt) return webhook;
  return sent.enabled
    ? {
        ...webhook,
        enabled: true,
        health: { ...webhook.health, failingSince: undefined },
      }
    : {
        ...webhook,
        enabled: false,
        disabledAt: sent.at,
        disabledReason: 'person',
      };
}
