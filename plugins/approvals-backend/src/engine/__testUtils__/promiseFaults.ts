import { viewerActionNames } from '@countersign/backstage-plugin-approvals-common';
import { decide, explain, Input, RequestState } from '..';
import { inputOfAction } from './actions';
import { service } from './callers';
import { World } from './world';

/** Where `decide` says something else than the viewer was told. */
export function promiseFaults(world: World, name: string): string[] {
  const { state, now } = world;
  const caller = world.caller(name);
  const { actions } = explain(state, caller, now);
  const broken = viewerActionNames.flatMap(action => {
    const { allowed, code, ...target } = actions[action];
    const told = allowed ? 'allowed' : `${code}`;
    return inputOfAction(action, target, state, caller, now)
      .map(input => said(state, input))
      .filter(answer => answer !== told)
      .map(answer => `${name} ${action}: told ${told}, but ${answer}`);
  });
  const unkept = actions.resume.allowed
    ? [said(state, letOn(state, caller.ref, now))]
        .filter(answer => answer !== 'allowed')
        .map(answer => `${name} resume: told allowed, but ${answer}`)
    : [];
  const withheld = actions.approve.allowed
    ? []
    : state.stages
        .flatMap(({ tasks }) => tasks)
        .filter(
          ({ id }) =>
            said(state, {
              type: 'decide',
              now,
              caller,
              taskId: id,
              decision: 'approve',
              textHash: 'words',
            }) === 'allowed',
        )
        .map(({ id }) => `${name} was not told of ${id}`);
  return [...broken, ...unkept, ...withheld];
}

/** What runs does once a person has let it go on. */
function letOn(state: RequestState, initiator: string, now: string): Input {
  return {
    type: 'consume',
    now,
    caller: service(state.execution?.executor),
    consumer: 'the run',
    policyKey: state.policyKey,
    digest: state.digest,
    initiator,
  };
}

function said(state: RequestState, input: Input): string {
  const answer = decide(state, input);
  switch (answer.kind) {
    case 'events':
      return 'allowed';
    case 'repeated':
      return 'ALREADY_DECIDED';
    default:
      return answer.code;
  }
}
