import { ConditionsInput } from './inputs';
import { presentStages } from './lookups';
import { printable } from './people';
import { advance } from './rounds';
import { ENGINE, ignored, Story } from './story';
import { Decided, RequestState } from './types';

/**
 * Skips the stages whose condition is true and starts the first of the others.
 * A condition that failed does not skip.
 */
export function conditionsEvaluated(
  state: RequestState,
  { now, round, results }: ConditionsInput,
): Decided {
  const isPending =
    state.status === 'in_review' &&
    round === state.round &&
    presentStages(state).every(({ status }) => status === 'waiting');
  if (!isPending) {
    return ignored();
  }
  const known = results.filter(
    ({ stage }) => state.definition.stages[stage]?.skipIf !== undefined,
  );
  const story = new Story(state, now, ENGINE);
  story.tell('request.conditions', {
    round,
    results: known.map(({ stage, skip, error }) => ({
      stage,
      skip: skip && error === undefined,
      error: error === undefined ? undefined : printable(error),
    })),
  });
  for (const { stage, skip, error } of known) {
    if (skip && error === undefined) {
      story.tell('stage.skipped', { round, stage, reason: 'condition' });
    }
  }
  advance(story);
  return story.end();
}
