/**
 * The codes of refusals and their HTTP status. A code never changes its
 * meaning; clients tell refusals apart by it.
 */
export const ERROR_STATUS = {
  INVALID_INPUT: 400,
  INVALID_CURSOR: 400,
  CONTEXT_INVALID: 400,
  SUBJECT_TYPE: 400,
  PERSON_UNKNOWN: 400,
  COMMENT_REQUIRED: 400,
  REASON_REQUIRED: 400,
  UNAUTHENTICATED: 401,
  NOT_ALLOWED: 403,
  NOT_ASSIGNED: 403,
  SELF_APPROVAL: 403,
  REPEAT_APPROVER: 403,
  TOKEN_NOT_ALLOWED: 403,
  NOT_FOUND: 404,
  ALREADY_DECIDED: 409,
  REQUEST_ENDED: 409,
  STAGE_NOT_STARTED: 409,
  STAGE_ENDED: 409,
  TASK_ENDED: 409,
  NOT_AWAITING_CHANGES: 409,
  VERSION_IMMUTABLE: 409,
  DRAFT_CHANGED: 409,
  KEY_EXISTS: 409,
  NO_ACTIVE_VERSION: 409,
  ALREADY_OPEN: 409,
  IDEMPOTENCY_CONFLICT: 409,
  ALREADY_SEATED: 409,
  DELEGATION_OVERLAP: 409,
  EXAMPLES_FAILED: 409,
  NO_PASS: 409,
  PASS_CONSUMED: 409,
  PASS_EXPIRED: 409,
  PASS_REVOKED: 409,
  DIGEST_MISMATCH: 409,
  ENDPOINT_LIMIT: 409,
  ENDPOINT_REMOVED: 409,
  TOO_LARGE: 413,
  TOO_MANY: 429,
  UNAVAILABLE: 503,
} as const;

/** A stable code of a refusal. */
export type ErrorCode = keyof typeof ERROR_STATUS;

/** One fault of an input. `path` is a JSON Pointer (RFC 6901) into the body or query. */
export type Issue = { path: string; message: string };

/** A JSON Pointer (RFC 6901) for a path of keys and indexes. */
export function toPointer(path: PropertyKey[]): string {
  return path
    .map(key => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
