import type { Webhook } from '@countersign/backstage-plugin-approvals-common';

/**
 * How an endpoint does. `stopped`: disabled because it failed too long;
 * `disabled`: by somebody's hand; `unused`: nothing was sent yet.
 */
export type Health =
  | { state: 'healthy'; at: string }
  | { state: 'unused'; at: string }
  | { state: 'failing'; at: string; error: string }
  | { state: 'disabled'; at: string }
  | { state: 'stopped'; at: string; error: string };

/** The colour family of each state; the words say the same. */
export const HEALTH_FAMILIES: Record<Health['state'], string> = {
  healthy: 'positive',
  unused: 'neutral',
  failing: 'warning',
  disabled: 'neutral',
  stopped: 'negative',
};

/** How an endpoint does, and since when. */
export function healthOf(webhook: Webhook): Health {
  const { health, createdAt, updatedAt, disabledAt } = webhook;
  const error = health.lastError ?? '';
  if (!webhook.enabled) {
    const at = disabledAt ?? updatedAt;
    return webhook.disabledReason === 'failing'
      ? { state: 'stopped', at, error }
      : { state: 'disabled', at };
  }
  if (health.failingSince) {
    return { state: 'failing', at: health.failingSince, error };
  }
  return health.lastSuccessAt
    ? { state: 'healthy', at: health.lastSuccessAt }
    : { state: 'unused', at: createdAt };
}
