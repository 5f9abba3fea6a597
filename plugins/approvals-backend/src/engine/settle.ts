import {
  ClosedReason,
  EventPayload,
  HeldReason,
  Lack,
  RejectedReason,
  StageDefinition,
} from '@countersign/backstage-plugin-approvals-common';
import { barsOf } from './bars';
import { judge, Moment, tally } from './count';
import {
  hasEnded,
  isRunning,
  openTaskIds,
  placeOf,
  presentStages,
} from './lookups';
import { Place, Story } from './story';
import { after, before } from './times';

/** Counts a stage again and tells what follows for it. */
export function settle(
  story: Story,
  place: Place,
  moment: Moment = 'later',
): void {
  const stage = story.stage(place);
  if (!isRunning(stage) || !stage.peopleKnown) {
    return;
  }
  const definition = story.definitionOf(place);
  const counted = tally(definition, stage);
  const { need, approved } = counted;
  const verdict = judge(definition, counted, moment);
  switch (verdict.outcome) {
    case 'approved':
      story.tell('stage.approved', {
        ...place,
        need,
        approved,
        released: openTaskIds(stage),
      });
      break;
    case 'rejected':
      rejectStage(story, place, verdict.reason);
      break;
    case 'held':
      hold(story, place, verdict.reason, { need, lack: verdict.lack });
      break;
    default:
      if (stage.status === 'held') {
        story.tell('stage.resumed', { ...place, need });
      }
  }
}

/** Holds a stage, unless it is held for that reason already. */
export function hold(
  story: Story,
  place: Place,
  reason: HeldReason,
  figures: { need?: number; lack?: Lack } = {},
): void {
  const { status, reason: present } = story.stage(place);
  if (status !== 'held' || present !== reason) {
    const deadline = firstDeadline(story, place);
    story.tell('stage.held', { ...place, reason, ...figures, deadline });
  }
}

/** The deadline of a stage that has none yet: set once, never moved. */
export function firstDeadline(
  story: Story,
  place: Place,
): EventPayload<'stage.started'>['deadline'] {
  const { deadline }: StageDefinition = story.definitionOf(place);
  if (!deadline || story.stage(place).dueAt) {
    return undefined;
  }
  const dueAt = after(story.at, deadline.after);
  return {
    dueAt,
    remindAt: deadline.remindBefore && before(dueAt, deadline.remindBefore),
  };
}

/** Rejects a stage, and with it the request. */
export function rejectStage(
  story: Story,
  place: Place,
  reason: RejectedReason,
): void {
  const released = openTaskIds(story.stage(place));
  story.tell('stage.rejected', { ...place, reason, released });
  closeStages(story, 'stage_rejected');
  story.tell('request.rejected', { ...place, reason });
}

/** Closes every stage of the round that has not ended, and releases its seats. */
export function closeStages(story: Story, reason: ClosedReason): void {
  for (const stage of presentStages(story.state)) {
    if (!hasEnded(stage)) {
      const released = openTaskIds(stage);
      story.tell('stage.closed', { ...placeOf(stage), reason, released });
    }
  }
}

/** Takes the open seats of people who became barred, and counts their stages again. */
export function withdrawBarred(story: Story): void {
  for (const { index, round } of presentStages(story.state)) {
    const place = { round, stage: index };
    const stage = story.stage(place);
    const bars = isRunning(stage) ? barsOf(story.state, stage) : new Map();
    const people = stage.tasks
      .filter(({ kind, status }) => kind === 'approver' && status === 'open')
      .filter(({ person }) => bars.has(person));
    for (const { id, person } of people) {
      story.tell('task.withdrawn', {
        ...place,
        taskId: id,
        person,
        reason: 'barred',
      });
    }
    if (people.length > 0) {
      settle(story, place);
    }
  }
}

/** Takes the open seats of people who left the catalog. The caller counts the stage again. */
export function withdrawLeavers(
  story: Story,
  place: Place,
  leavers: readonly string[],
): void {
  const gone = new Set(leavers);
  for (const { id, person, status } of story.stage(place).tasks) {
    if (status === 'open' && gone.has(person)) {
      story.tell('task.withdrawn', {
        ...place,
        taskId: id,
        person,
        reason: 'not_a_user',
      });
    }
  }
}
