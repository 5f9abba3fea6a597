import {
  DeadlineDefinition,
  EventPayload,
} from '@countersign/backstage-plugin-approvals-common';
import { tally } from './count';
import { BreachInput, InputOf } from './inputs';
import {
  hasEnded,
  isRunning,
  openApprovers,
  openTaskIds,
  seatedApprovers,
  stageAt,
} from './lookups';
import { gather } from './people';
import { advance } from './rounds';
import { isTooMany, makeSeats, observersAmong, planEscalation } from './seats';
import { rejectStage, settle, withdrawLeavers } from './settle';
import { DEADLINE, ENGINE, ignored, Place, Story } from './story';
import { after, plus, SEAT_CHECK } from './times';
import { Decided, RequestState, StageState } from './types';

const DEFAULT_REPEATS = 3;

/** Reminds the holders of open seats, once, before the stage is due. */
export function remind(
  state: RequestState,
  { now, round, stage: index, leavers }: InputOf<'reminderDue'>,
): Decided {
  const place = { round, stage: index };
  const stage = stageAt(state, place);
  if (!stage?.remindAt || stage.reminded || !isRunning(stage)) {
    return ignored();
  }
  if (now < stage.remindAt) {
    return ignored(stage.remindAt);
  }
  const story = new Story(state, now, DEADLINE);
  countWithout(story, place, leavers);
  const people = openApprovers(story.stage(place));
  if (isRunning(story.stage(place)) && people.length > 0) {
    story.tell('stage.reminded', { ...place, people });
  }
  advance(story);
  return story.end();
}

/** Takes the seats of people who left the catalog, so that nobody waits for them. */
export function checkSeats(
  state: RequestState,
  { now, round, stage: index, leavers }: InputOf<'seatsChecked'>,
): Decided {
  const place = { round, stage: index };
  const stage = stageAt(state, place);
  if (!stage || hasEnded(stage)) {
    return ignored();
  }
  const story = new Story(state, now, ENGINE);
  countWithout(story, place, leavers);
  advance(story);
  return story.end(
    hasEnded(story.stage(place)) ? undefined : plus(now, SEAT_CHECK),
  );
}

function countWithout(
  story: Story,
  place: Place,
  leavers: readonly string[],
): void {
  withdrawLeavers(story, place, leavers);
  if (story.events.length > 0) {
    settle(story, place);
  }
}

/** What happens when a stage is overdue. Breaches are numbered; only the next one counts. */
export function breach(state: RequestState, input: BreachInput): Decided {
  const place = { round: input.round, stage: input.stage };
  const stage = stageAt(state, place);
  if (stage?.nextBreach?.number !== input.number || !isRunning(stage)) {
    return ignored();
  }
  if (input.now < stage.nextBreach.dueAt) {
    return ignored(stage.nextBreach.dueAt);
  }
  const story = new Story(state, input.now, DEADLINE);
  countWithout(story, place, input.leavers);
  const { deadline } = story.definitionOf(place);
  if (deadline && isRunning(story.stage(place))) {
    act(story, place, deadline, input);
  }
  advance(story);
  return story.end();
}

function act(
  story: Story,
  place: Place,
  deadline: DeadlineDefinition,
  input: BreachInput,
): void {
  switch (deadline.onBreach) {
    case 'reject':
      rejectStage(story, place, 'deadline');
      break;
    case 'approve':
      approveByDeadline(story, place, input);
      break;
    case 'escalate':
      escalate(story, place, deadline, input);
      break;
    default:
      tellOverdue(story, place, input, {
        next: nextBreach(deadline, input, maxRepeats(deadline)),
      });
  }
}

/** Nobody decides, so nothing is written in anybody's name. */
function approveByDeadline(
  story: Story,
  place: Place,
  input: BreachInput,
): void {
  const stage = story.stage(place);
  const { need, approved, rejected } = tally(story.definitionOf(place), stage);
  if (stage.status !== 'active' || rejected > 0) {
    tellOverdue(story, place, input, { reason: 'not_approvable' });
    return;
  }
  story.tell('stage.approved', {
    ...place,
    need,
    approved,
    reason: 'deadline',
    released: openTaskIds(stage),
  });
}

function escalate(
  story: Story,
  place: Place,
  deadline: DeadlineDefinition,
  input: BreachInput,
): void {
  const stage = story.stage(place);
  const found = gather(input.escalation, input.notUsers);
  const { failures, leftOut } = found;
  // One more than the last repeat: it only tells.
  const next = nextBreach(deadline, input, maxRepeats(deadline) + 1);
  const plan = planEscalation(story.state, stage, found);
  const reason = whyNot(deadline, input, stage, plan);
  if (reason) {
    tellOverdue(story, place, input, { reason, failures, next });
    return;
  }
  story.tell('stage.escalated', {
    ...place,
    number: input.number,
    seats: makeSeats(plan.newcomers, 'approver', 'escalated', input.taskIds),
    removed: plan.removed,
    leftOut,
    releasedObservers: observersAmong(stage, plan.newcomers),
    failures,
    next,
  });
  settle(story, place);
}

type Why = EventPayload<'stage.overdue'>['reason'];

function whyNot(
  deadline: DeadlineDefinition,
  { number }: BreachInput,
  stage: StageState,
  plan: ReturnType<typeof planEscalation>,
): Why {
  if (number > maxRepeats(deadline)) {
    return 'repeats_over';
  }
  if (!stage.peopleKnown) {
    return 'people_not_known';
  }
  if (isTooMany(stage, plan)) {
    return 'too_many_people';
  }
  return plan.newcomers.length === 0 ? 'nobody_new' : undefined;
}

/** The number of the last breach that repeats: 0 when nothing is repeated. */
function maxRepeats({
  repeatEvery,
  maxRepeats: max,
}: DeadlineDefinition): number {
  return repeatEvery ? max ?? DEFAULT_REPEATS : 0;
}

function nextBreach(
  { repeatEvery }: DeadlineDefinition,
  { now, number }: BreachInput,
  last: number,
): EventPayload<'stage.overdue'>['next'] {
  return repeatEvery && number < last
    ? { number: number + 1, dueAt: after(now, repeatEvery) }
    : undefined;
}

function tellOverdue(
  story: Story,
  place: Place,
  { number }: BreachInput,
  {
    reason,
    failures = [],
    next,
  }: Partial<
    Pick<EventPayload<'stage.overdue'>, 'reason' | 'failures' | 'next'>
  >,
): void {
  const people = seatedApprovers(story.stage(place));
  story.tell('stage.overdue', {
    ...place,
    number,
    people,
    reason,
    failures,
    next,
  });
}
