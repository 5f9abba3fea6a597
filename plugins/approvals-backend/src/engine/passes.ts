import { approversOf } from './bars';
import { mayRun, refuseToken } from './callers';
import { Caller, ConsumeInput, InputOf } from './inputs';
import { presentStages } from './lookups';
import { refuse } from './refusals';
import { DEADLINE, ignored, Story } from './story';
import { Decided, PassState, Refusal, RequestState } from './types';

/** Takes the right to act on the approval, once; the same consumer gets its own again. */
export function decideConsume(
  state: RequestState,
  { now, caller, consumer, policyKey, digest, initiator }: ConsumeInput,
): Decided {
  const refusal =
    refuseToken(caller) ??
    (mayUse(state, caller) ? undefined : refuse('notYours')) ??
    refuseInitiator(state, initiator);
  if (refusal) {
    return refusal;
  }
  const { pass } = state;
  if (!pass) {
    return refuse('noPass');
  }
  if (pass.policyKey !== policyKey || pass.digest !== digest) {
    return refuse('otherDigest');
  }
  if (pass.status === 'consumed' && pass.consumer === consumer) {
    return { kind: 'repeated' };
  }
  const used = refuseUsed(pass, now);
  if (used) {
    return used;
  }
  const story = new Story(state, now, caller.ref);
  story.tell('pass.consumed', { consumer, initiator });
  return story.end();
}

function mayUse({ execution }: RequestState, caller: Caller): boolean {
  return execution ? mayRun(execution, caller) : caller.may.consume;
}

/**
 * Whether what runs may go on for nobody but the policy: its service does it,
 * which has no secrets of anybody.
 */
export function goesOnAlone({ definition, execution }: RequestState): boolean {
  return (
    definition.resumeAs === 'service' && (execution?.secrets ?? []).length === 0
  );
}

/** What an executor runs goes on for the requester, or for a service that may: each time that it asks. */
function refuseInitiator(
  state: RequestState,
  initiator: string | undefined,
): Refusal | undefined {
  if (!state.execution?.executor || initiator === state.requester) {
    return undefined;
  }
  if (initiator !== undefined) {
    return refuse('otherInitiator');
  }
  if (goesOnAlone(state)) {
    return undefined;
  }
  return refuse(
    state.definition.resumeAs === 'service'
      ? 'secretsNeeded'
      : 'initiatorMissing',
  );
}

/** Takes back a pass that was not used. */
export function decideRevoke(
  state: RequestState,
  { now, caller, textHash }: InputOf<'revoke'>,
): Decided {
  const { pass } = state;
  const refusal =
    refuseToken(caller) ??
    (mayRevoke(state, caller) ? undefined : refuse('notYours')) ??
    (textHash ? undefined : refuse('reasonMissing')) ??
    (pass ? refuseUsed(pass, now) : refuse('noPass'));
  if (refusal || !textHash) {
    return refusal ?? refuse('reasonMissing');
  }
  const story = new Story(state, now, caller.ref);
  story.tell('pass.revoked', { textHash });
  return story.end();
}

function mayRevoke(state: RequestState, caller: Caller): boolean {
  return (
    caller.may.cancel ||
    (caller.kind === 'user' &&
      (caller.ref === state.requester ||
        presentStages(state).flatMap(approversOf).includes(caller.ref)))
  );
}

/** Why a pass can no longer be used. */
export function refuseUsed(pass: PassState, now: string): Refusal | undefined {
  switch (pass.status) {
    case 'consumed':
      return refuse('passConsumed');
    case 'revoked':
      return refuse('passRevoked');
    case 'over':
      return refuse('passExpired');
    default:
      return pass.expiresAt && now >= pass.expiresAt
        ? refuse('passExpired')
        : undefined;
  }
}

/** Ends a pass that nobody used in time. */
export function expirePass(
  state: RequestState,
  { now }: InputOf<'passExpiryDue'>,
): Decided {
  const { pass } = state;
  if (pass?.status !== 'open' || !pass.expiresAt) {
    return ignored();
  }
  if (now < pass.expiresAt) {
    return ignored(pass.expiresAt);
  }
  const story = new Story(state, now, DEADLINE);
  story.tell('pass.expired', {});
  return story.end();
}
