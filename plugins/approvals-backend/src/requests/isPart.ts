import { RequestState } from '../engine';
import { Caller } from '../http';

/** Whether the caller knows of the request anyway: asked for it, or is or was seated in it. */
export function isPart(state: RequestState, caller: Caller): boolean {
  return caller.kind === 'service'
    ? state.service === caller.ref
    : state.requester === caller.ref ||
        state.stages.some(stage =>
          stage.tasks.some(
            ({ person, decision }) =>
              person === caller.ref || decision?.by === caller.ref,
          ),
        );
}
