import { ErrorCode } from '@countersign/backstage-plugin-approvals-common';
import { Refusal, RequestState } from '../engine';
import { ApprovalsRefusal, notFound } from '../http';
import { Act } from './act';
import { CallerFacts } from './CallerFactsService';
import { isPart } from './isPart';
import { refusalOf } from './refusalOf';

const PERHAPS: readonly ErrorCode[] = ['NOT_ASSIGNED', 'NOT_ALLOWED'];

const BEFORE_BODY: readonly ErrorCode[] = [
  'NOT_FOUND',
  'NOT_ALLOWED',
  'NOT_ASSIGNED',
  'SELF_APPROVAL',
  'REPEAT_APPROVER',
  'TOKEN_NOT_ALLOWED',
];

/** Whether delegations, permissions or ownership may turn the refusal into a yes. */
export function mayBecomeYes({ code }: Refusal): boolean {
  return PERHAPS.includes(code);
}

/** Whether the caller may not act at all, so that this is told before any fault of the body. */
export function standsBeforeBody({ code }: Refusal): boolean {
  return BEFORE_BODY.includes(code);
}

/** A refusal for who sees the request, or may act on it without seeing it; nothing for others. */
export function refusalToTell(
  { caller, places }: Pick<Act<never>, 'caller' | 'places'>,
  state: RequestState,
  refusal: Refusal,
  { sees }: CallerFacts,
): ApprovalsRefusal {
  return sees || !standsBeforeBody(refusal) || isPart(state, caller)
    ? refusalOf(refusal, places)
    : notFound();
}
