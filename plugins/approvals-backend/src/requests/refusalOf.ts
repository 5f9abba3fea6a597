import { ErrorCode } from '@countersign/backstage-plugin-approvals-common';
import { Refusal } from '../engine';
import { ApprovalsRefusal } from '../http';

/** Where in a body the faults are that only the engine finds. */
export type Places = Partial<Record<ErrorCode, string>>;

const PLACES: Places = {
  COMMENT_REQUIRED: '/comment',
  REASON_REQUIRED: '/reason',
  PERSON_UNKNOWN: '/person',
  CONTEXT_INVALID: '/context',
  INVALID_INPUT: '/rules',
};

/** The engine's refusal as it is sent; a fault of the body with its place. */
export function refusalOf(
  { code, message }: Refusal,
  places: Places = {},
): ApprovalsRefusal {
  const path = places[code] ?? PLACES[code];
  return new ApprovalsRefusal(
    code,
    message,
    path === undefined ? {} : { issues: [{ path, message }] },
  );
}
