import {
  HeldReason,
  RuleFailureLine,
} from '@countersign/backstage-plugin-approvals-common';
import { hold } from './settle';
import { Place, Story } from './story';
import { between, plus, SEARCH_PATIENCE, searchDelay } from './times';

/**
 * Takes note of a search that gave no people. What may heal is tried again:
 * with back-off, after a while held and tried rarely. Where the people are known
 * from before, the stage goes on with them.
 */
export function searchFailed(
  story: Story,
  place: Place,
  failures: RuleFailureLine[],
  why?: HeldReason,
): void {
  const reason = why ?? reasonOf(failures);
  const stage = story.stage(place);
  const since = stage.search?.since ?? story.at;
  const isLong = between(since, story.at) >= SEARCH_PATIENCE;
  const mayHeal = reason === 'resolving_failed';

  story.tell('stage.resolving_failed', {
    ...place,
    attempt: stage.attempt,
    reason,
    failures,
    next:
      mayHeal && !(isLong && stage.peopleKnown)
        ? {
            attempt: stage.attempt + 1,
            dueAt: plus(story.at, delay(stage.search?.failed ?? 0, isLong)),
          }
        : undefined,
  });
  if (!stage.peopleKnown && (isLong || !mayHeal)) {
    hold(story, place, reason);
  }
}

function delay(failedBefore: number, isLong: boolean): number {
  return isLong ? SEARCH_PATIENCE : searchDelay(failedBefore + 1);
}

function reasonOf(failures: RuleFailureLine[]): HeldReason {
  const kinds = new Set(failures.map(({ failure }) => failure));
  if (kinds.has('expression')) {
    return 'expression_failed';
  }
  return kinds.has('unreachable') ? 'rule_unreachable' : 'resolving_failed';
}
