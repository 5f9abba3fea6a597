import { WebhookUse } from '@countersign/backstage-plugin-approvals-common';
import { Endpoint } from './types';

/** A slash that only some servers take for one: what stands behind it may lead anywhere. */
const HIDDEN_SLASH = /%2f|%5c/i;

/**
 * Whether an address begins with that of an endpoint: the same scheme, host
 * and port, and a path that is the same or goes on after a `/`.
 */
export function beginsWith(address: string, endpointUrl: string): boolean {
  const [url, base] = [new URL(address), new URL(endpointUrl)];
  if (url.origin !== base.origin || HIDDEN_SLASH.test(url.pathname)) {
    return false;
  }
  const folder = base.pathname.endsWith('/')
    ? base.pathname
    : `${base.pathname}/`;
  return url.pathname === base.pathname || url.pathname.startsWith(folder);
}

/** The endpoint with one of some uses that an address begins with; the longest address wins. */
export function endpointFor<T extends Pick<Endpoint, 'url' | 'usedFor'>>(
  address: string,
  uses: readonly WebhookUse[],
  endpoints: readonly T[],
): T | undefined {
  return endpoints
    .filter(({ usedFor }) => usedFor.some(use => uses.includes(use)))
    .filter(({ url }) => beginsWith(address, url))
    .sort((a, b) => b.url.length - a.url.length)[0];
}

/** The uses of endpoints that may be called back. */
export const CALLBACK_USES: readonly WebhookUse[] = ['events', 'callbacks'];
