import { Execution } from '@countersign/backstage-plugin-approvals-common';
import { Caller } from './inputs';
import { hasEnded, isEnded } from './lookups';
import { refuse } from './refusals';
import { Refusal, RequestState, StageState, TaskState } from './types';

/** Refuses what acts for a person, such as a token or a template. */
export function refuseToken({ actor }: Caller): Refusal | undefined {
  return actor === undefined ? undefined : refuse('token');
}

/** Refuses everybody but a person in their own session. */
export function refuseUnlessPerson(caller: Caller): Refusal | undefined {
  return caller.kind === 'service' ? refuse('service') : refuseToken(caller);
}

/** Refuses a person whom the catalog does not have as a User. */
export function refuseStranger({ isUser }: Caller): Refusal | undefined {
  return isUser ? undefined : refuse('notInCatalog');
}

/** Whether the caller is who asked: the requester, or the service that did. */
export function isAsker(state: RequestState, caller: Caller): boolean {
  return caller.kind === 'service'
    ? caller.ref === state.service
    : caller.ref === state.requester;
}

/**
 * Whether the caller runs such things. A kind that has an executor is that
 * service's alone, whatever other permissions say.
 */
export function mayRun({ executor }: Execution, caller: Caller): boolean {
  return executor === undefined
    ? caller.may.consume
    : caller.kind === 'service' && caller.ref === executor;
}

/** Refuses what comes after the end, the outermost end first. */
export function refuseEnded(
  state: RequestState,
  stage?: StageState,
  task?: TaskState,
): Refusal | undefined {
  if (isEnded(state)) {
    return refuse('ended');
  }
  if (stage && hasEnded(stage)) {
    return refuse('stageEnded');
  }
  return task && task.status !== 'open' ? refuse('taskEnded') : undefined;
}
