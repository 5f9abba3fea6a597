import { tally } from './count';
import { PeopleFoundInput } from './inputs';
import { stageAt } from './lookups';
import { withSeats } from './patch';
import { Gathered, gather } from './people';
import { advance } from './rounds';
import { searchFailed } from './searchFailed';
import {
  isTooMany,
  makeSeats,
  observersAmong,
  planObservers,
  planSeats,
  SeatPlan,
} from './seats';
import { firstDeadline, settle, withdrawLeavers } from './settle';
import { ENGINE, ignored, Place, Story } from './story';
import { Decided, RequestState } from './types';

/** Seats the people whom a search found, or takes note that it failed. */
export function peopleFound(
  state: RequestState,
  input: PeopleFoundInput,
): Decided {
  const place = { round: input.round, stage: input.stage };
  const search = stageAt(state, place)?.search;
  if (search?.attempt !== input.attempt) {
    return ignored();
  }
  const story = new Story(state, input.now, ENGINE);
  withdrawLeavers(story, place, input.leavers);
  const found = gather(input.approvers, input.notUsers);
  if (found.failures.length > 0) {
    searchFailed(story, place, found.failures);
    settle(story, place);
  } else {
    seatPeople(story, place, input, found);
  }
  advance(story);
  return story.end();
}

function seatPeople(
  story: Story,
  place: Place,
  input: PeopleFoundInput,
  found: Gathered,
): void {
  const stage = story.stage(place);
  const plan = planSeats(story.state, stage, found);
  if (isTooMany(stage, plan)) {
    searchFailed(story, place, [], 'too_many_people');
    settle(story, place);
  } else if (stage.peopleKnown) {
    addPeople(story, place, input, found, plan);
    settle(story, place);
  } else if (isPassedOver(story, place, found)) {
    story.tell('stage.skipped', { ...place, reason: 'no_approvers' });
  } else {
    addPeople(story, place, input, found, plan);
    settle(story, place, 'people_first_known');
  }
}

/** `onNoApprovers: skip` passes a stage only when nobody at all was found and no rule demands anybody. */
function isPassedOver(story: Story, place: Place, found: Gathered): boolean {
  const { onNoApprovers, approvers } = story.definitionOf(place);
  return (
    onNoApprovers === 'skip' &&
    !found.foundAnybody &&
    !approvers.some(rule => rule.required || rule.min !== undefined)
  );
}

function addPeople(
  story: Story,
  place: Place,
  { attempt, observers, notUsers, taskIds }: PeopleFoundInput,
  { leftOut }: Gathered,
  plan: SeatPlan,
): void {
  const stage = story.stage(place);
  const { newcomers, kept, removed } = plan;
  const watching = gather(observers, notUsers);
  const watchers = planObservers(stage, plan, watching);
  const spareIds = taskIds.slice(newcomers.length);
  const opened = {
    seats: [
      ...makeSeats(newcomers, 'approver', 'rule', taskIds),
      ...makeSeats(watchers.newcomers, 'observer', 'rule', spareIds),
    ],
    releasedObservers: observersAmong(stage, newcomers),
  };
  const after = withSeats(stage, { ...opened, kept });
  const result = {
    ...place,
    ...opened,
    attempt,
    removed,
    leftOut,
    need: tally(story.definitionOf(place), after).need,
    observersLeftOut: watchers.leftOut,
    observerFailures: watching.failures,
  };
  if (stage.peopleKnown) {
    story.tell('stage.found', { ...result, kept });
  } else {
    const deadline = firstDeadline(story, place);
    story.tell('stage.started', { ...result, deadline });
  }
}
