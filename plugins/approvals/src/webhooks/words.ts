import type { Webhook } from '@countersign/backstage-plugin-approvals-common';
import type { T } from '../translation';

/** "3 messages wait". */
export function waitingWords(t: T, n: number): string {
  if (n === 0) return t('health.noneWait');
  return n === 1
    ? t('health.waiting.one')
    : t('health.waiting.many', { n: String(n) });
}

/** What an endpoint gets: the types first, then of which policies and what else it is for. */
export function getsWords(
  t: T,
  webhook: Pick<Webhook, 'types' | 'policyKeys' | 'usedFor'>,
  policyName: (key: string) => string,
): { title: string; description?: string } {
  const { usedFor } = webhook;
  const asked = usedFor.includes('rules');
  if (usedFor.includes('events')) {
    const policies = policyWords(t, webhook.policyKeys.map(policyName));
    return {
      title: typeWords(t, webhook.types),
      description: asked ? `${policies} · ${t('gets.rulesToo')}` : policies,
    };
  }
  return usedFor.includes('callbacks')
    ? {
        title: t('gets.callbacks'),
        description: asked ? t('gets.rulesToo') : undefined,
      }
    : { title: t('gets.rules') };
}

function typeWords(t: T, types: string[]): string {
  const [first, ...others] = types;
  if (first === undefined) return t('gets.every');
  return others.length === 0
    ? t('gets.types.one', { first })
    : t('gets.types.many', { first, n: String(others.length) });
}

function policyWords(t: T, names: string[]): string {
  const [first, ...others] = names;
  if (first === undefined) return t('gets.anyPolicy');
  return others.length < 2
    ? t('gets.ofPolicies', { policies: names.join(', ') })
    : t('gets.ofPoliciesMore', { first, n: String(others.length) });
}

/** "34 ms", "1.2 s". */
export function durationOf(t: T, millis: number): string {
  return millis < 1_000
    ? t('duration.millis', { n: String(millis) })
    : t('duration.seconds', { n: (millis / 1_000).toFixed(1) });
}
