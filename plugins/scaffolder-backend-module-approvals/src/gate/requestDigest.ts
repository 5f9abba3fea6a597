import { createHash } from 'node:crypto';
import { Subject } from '@countersign/backstage-plugin-approvals-common';
import canonicalize from 'canonicalize';

/**
 * The identity of what is approved, as the approvals API computes it: SHA-256,
 * hex, over canonical JSON (RFC 8785) of policy key, subject and context,
 * absent values as null.
 */
export function requestDigest(
  policyKey: string,
  subject: Subject,
  context: Record<string, unknown>,
): string {
  const { type, id, title, link = null, entityRef = null } = subject;
  const canonical = canonicalize({
    policyKey,
    subject: { type, id, title, link, entityRef },
    context,
  });
  return createHash('sha256')
    .update(canonical ?? '')
    .digest('hex');
}
