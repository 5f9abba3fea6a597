import { createHash } from 'node:crypto';
import { Subject } from '@countersign/backstage-plugin-approvals-common';
import canonicalize from 'canonicalize';

/**
 * The identity of what is approved: SHA-256, hex, over canonical JSON (RFC
 * 8785) of policy key, subject and context, absent values as null. Whoever
 * runs the approved thing computes it again and compares.
 *
 * @param subject - its `entityRef` as the API gives it back: lower-case and whole
 */
export function approvalDigest(
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
