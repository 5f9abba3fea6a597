import { isAsker, refuseEnded, refuseToken } from './callers';
import { Caller, InputOf } from './inputs';
import { isEnded } from './lookups';
import { refuse } from './refusals';
import { startRound } from './rounds';
import { closeStages } from './settle';
import { DEADLINE, ignored, Story } from './story';
import { after } from './times';
import { Decided, RequestState } from './types';

/** Adds a comment of somebody who has a part in the request. */
export function decideComment(
  state: RequestState,
  { now, caller, textHash }: InputOf<'comment'>,
): Decided {
  const refusal =
    (hasPart(state, caller) ? undefined : refuse('notYours')) ??
    (textHash ? undefined : refuse('commentMissing')) ??
    refuseEnded(state);
  if (refusal || !textHash) {
    return refusal ?? refuse('commentMissing');
  }
  const story = new Story(state, now, caller.ref);
  story.tell('request.commented', {
    round: state.round,
    via: caller.actor,
    textHash,
  });
  return story.end();
}

function hasPart(state: RequestState, caller: Caller): boolean {
  const isPerson = caller.kind === 'user';
  const names = new Set([
    caller.ref,
    ...caller.delegators.map(({ person }) => person),
  ]);
  return (
    isAsker(state, caller) ||
    caller.may.override ||
    (isPerson &&
      state.stages.some(({ tasks }) =>
        tasks.some(({ person }) => names.has(person)),
      ))
  );
}

/** Takes the request back. */
export function decideWithdraw(
  state: RequestState,
  { now, caller, textHash }: InputOf<'withdraw'>,
): Decided {
  const refusal =
    (isAsker(state, caller) ? undefined : refuse('notYours')) ??
    refuseEnded(state);
  if (refusal) {
    return refusal;
  }
  const story = new Story(state, now, caller.ref);
  closeStages(story, 'withdrawn');
  story.tell('request.withdrawn', {
    round: state.round,
    via: caller.actor,
    textHash,
  });
  return story.end();
}

/** Ends the request by an administrator's word. */
export function decideCancel(
  state: RequestState,
  { now, caller, textHash }: InputOf<'cancel'>,
): Decided {
  const refusal =
    refuseToken(caller) ??
    (caller.may.cancel ? undefined : refuse('notYours')) ??
    (textHash ? undefined : refuse('reasonMissing')) ??
    refuseEnded(state);
  if (refusal || !textHash) {
    return refusal ?? refuse('reasonMissing');
  }
  const story = new Story(state, now, caller.ref);
  closeStages(story, 'cancelled');
  story.tell('request.cancelled', { round: state.round, textHash });
  return story.end();
}

/** Answers a request for changes with the next round. */
export function decideResubmit(
  state: RequestState,
  { now, caller, digest, round = state.round, textHash }: InputOf<'resubmit'>,
): Decided {
  const isFrozen = state.execution !== undefined && digest !== state.digest;
  const refusal =
    refuseToken(caller) ??
    (isAsker(state, caller) ? undefined : refuse('notYours')) ??
    (isFrozen ? refuse('otherContext') : undefined) ??
    refuseEnded(state) ??
    (state.status === 'in_review' || round !== state.round
      ? refuse('notAwaiting')
      : undefined);
  if (refusal) {
    return refusal;
  }
  const { requestTtl } = state.definition;
  const story = new Story(state, now, caller.ref);
  story.tell('request.resubmitted', {
    round: state.round + 1,
    digest,
    expiresAt: requestTtl && after(now, requestTtl),
    textHash,
  });
  startRound(story);
  return story.end();
}

/** Ends a request whose round has been pending for too long. */
export function expire(
  state: RequestState,
  { now, round }: InputOf<'expiryDue'>,
): Decided {
  if (isEnded(state) || round !== state.round || !state.expiresAt) {
    return ignored();
  }
  if (now < state.expiresAt) {
    return ignored(state.expiresAt);
  }
  const story = new Story(state, now, DEADLINE);
  closeStages(story, 'expired');
  story.tell('request.expired', { round });
  return story.end();
}
