import { mayRun } from './callers';
import { CreateInput } from './inputs';
import { refuse } from './refusals';
import { startRound } from './rounds';
import { Story } from './story';
import { after } from './times';
import { Decided, NewRequest, Refusal } from './types';

/** Makes a request and starts its first round. */
export function decideCreate(
  beginning: NewRequest,
  input: CreateInput,
): Decided {
  const { caller, now, id, subject, digest, execution } = input;
  const { definition, policyVersion } = beginning;
  const requester = caller.kind === 'user' ? caller.ref : input.requester;
  const refusal =
    refuseAsking(input) ??
    (subject.type === definition.subjectType
      ? undefined
      : refuse('subjectType'));
  if (refusal || requester === undefined) {
    return refusal ?? refuse('requesterMissing');
  }
  const story = new Story(beginning, now, caller.ref);
  story.tell('request.created', {
    id,
    policyKey: definition.key,
    policyVersion,
    requester,
    actor: caller.actor,
    service: caller.kind === 'service' ? caller.ref : undefined,
    involved: [...(input.involved ?? [])],
    subject,
    digest,
    execution,
    expiresAt: definition.requestTtl && after(now, definition.requestTtl),
    stages: definition.stages.map(({ name, parallelGroup }) => ({
      name,
      group: parallelGroup,
    })),
  });
  startRound(story);
  return story.end();
}

/** Why the caller cannot ask so, whatever the policy says. */
export function refuseAsking(input: CreateInput): Refusal | undefined {
  const { caller, requester, unknownPeople } = input;
  const refusal = refuseCaller(input);
  if (refusal) {
    return refusal;
  }
  if (caller.kind === 'service' && requester === undefined) {
    return refuse('requesterMissing');
  }
  return unknownPeople.length > 0 ? refuse('unknownPerson') : undefined;
}

function refuseCaller(input: CreateInput): Refusal | undefined {
  const { caller, requester, involved, execution } = input;
  if (caller.kind === 'user') {
    if (requester !== undefined && requester !== caller.ref) {
      return refuse('otherRequester');
    }
    if (involved && involved.length > 0) {
      return refuse('involvedByPerson');
    }
  }
  if (!execution || mayRun(execution, caller)) {
    return undefined;
  }
  return refuse(
    execution.executor ? 'executionOfAnother' : 'executionNotAllowed',
  );
}
