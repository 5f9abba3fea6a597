import { PassRow } from '../database';
import { PassState } from '../engine';

/** A pass as it is stored. */
export function passRow(requestId: string, pass: PassState): PassRow {
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
