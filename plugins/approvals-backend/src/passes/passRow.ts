import { Pass } from '@countersign/backstage-plugin-approvals-common';
import { PassRow } from '../database';

/** A pass as it is stored. */
export function passRow(
  requestId: string,
  pass: Omit<Pass, 'requestId'>,
): PassRow {
  return {
    request_id: requestId,
    policy_key: pass.policyKey,
    digest: pass.digest,
    status: pass.status,
    created_at: pass.createdAt,
    expires_at: pass.expiresAt ?? null,
    consumer: pass.consumer ?? null,
    consumed_at: pass.consumedAt ?? null,
    revoked_by: pass.revokedBy ?? null,
    revoked_at: pass.revokedAt ?? null,
  };
}
