import { createHash } from 'node:crypto';
import { PolicyDefinition } from '@countersign/backstage-plugin-approvals-common';
import canonicalize from 'canonicalize';

/** The identity of a definition: SHA-256, hex, over its canonical JSON (RFC 8785). */
export function policyDigest(definition: PolicyDefinition): string {
  return createHash('sha256')
    .update(canonicalize(definition) ?? '', 'utf8')
    .digest('hex');
}
