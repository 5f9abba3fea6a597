import { hasEnded, placeOf, presentStages } from './lookups';
import { Story } from './story';
import { after } from './times';
import { StageState } from './types';

/** Starts a round: at once, or after its conditions have been evaluated. */
export function startRound(story: Story): void {
  const { stages } = story.state.definition;
  if (!stages.some(({ skipIf }) => skipIf !== undefined)) {
    advance(story);
  }
}

/** Starts the next group of stages when the one before is done; after the last one approves the request. */
export function advance(story: Story): void {
  if (story.state.status !== 'in_review') {
    return;
  }
  const group = groups(presentStages(story.state)).find(
    stages => !stages.every(hasEnded),
  );
  if (!group) {
    approveRequest(story);
    return;
  }
  for (const stage of group.filter(({ status }) => status === 'waiting')) {
    story.tell('stage.resolving', {
      ...placeOf(stage),
      attempt: stage.attempt + 1,
      dueAt: story.at,
    });
  }
}

/** Neighbours with the same number run together; any other stage runs alone. */
function groups(stages: StageState[]): StageState[][] {
  const result: StageState[][] = [];
  for (const stage of stages) {
    const last = result.at(-1);
    if (last && stage.group !== undefined && last[0].group === stage.group) {
      last.push(stage);
    } else {
      result.push([stage]);
    }
  }
  return result;
}

function approveRequest(story: Story): void {
  const { round, digest, definition, policyKey, execution } = story.state;
  const skipped = presentStages(story.state).every(
    ({ status }) => status === 'skipped',
  );
  story.tell('request.approved', {
    round,
    digest,
    reason: skipped ? 'all_stages_skipped' : undefined,
  });
  if (execution) {
    const { approvalValidity } = definition;
    story.tell('pass.created', {
      policyKey,
      digest,
      expiresAt: approvalValidity && after(story.at, approvalValidity),
    });
  }
}
