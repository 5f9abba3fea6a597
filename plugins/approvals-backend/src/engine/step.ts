import { decide } from './decide';
import { effectsOf } from './effects';
import { evolve } from './evolve';
import { Input } from './inputs';
import { NewRequest, RequestState, Step } from './types';

/** Decides an input and writes it down: the state, events and effects to save together. */
export function step(state: RequestState | NewRequest, input: Input): Step {
  const decided = decide(state, input);
  if (decided.kind === 'refused') {
    return decided;
  }
  if (decided.kind === 'repeated') {
    return { kind: 'repeated', state: asMade(state) };
  }
  const { events, again } = decided;
  const next = asMade(events.reduce<RequestState | NewRequest>(evolve, state));
  return {
    kind: 'stepped',
    state: next,
    events,
    effects: effectsOf(next, events),
    again,
  };
}

function asMade(state: RequestState | NewRequest): RequestState {
  if (state.status === 'new') {
    throw new Error('The request has not been created yet');
  }
  return state;
}
