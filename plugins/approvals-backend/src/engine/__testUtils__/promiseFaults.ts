import { viewerActionNames } from '@countersign/backstage-plugin-approvals-common';
import { decide, explain, Input, RequestState } from '..';
import { inputOfAction } from './actions';
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
  return [...broken, ...withheld];
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
