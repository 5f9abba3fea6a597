import { refuseEnded, refuseUnlessPerson } from './callers';
import { InputOf } from './inputs';
import { findTask, placeOf } from './lookups';
import { refuse } from './refusals';
import { seatAccess } from './seatAccess';
import { Story } from './story';
import { Decided, RequestState } from './types';

/** Says or takes back "I am on it". It blocks nobody: who claims last is shown. */
export function decideClaim(
  state: RequestState,
  { type, now, caller, taskId }: InputOf<'claim' | 'unclaim'>,
): Decided {
  const wrongKind = refuseUnlessPerson(caller);
  if (wrongKind) {
    return wrongKind;
  }
  const seat = findTask(state, taskId);
  if (!seat) {
    return refuse('noTask');
  }
  const { stage, task } = seat;
  if (task.decision?.by === caller.ref) {
    return refuse('decided');
  }
  const access = seatAccess(state, stage, task, caller, false);
  if (access.kind === 'refused') {
    return access;
  }
  const refusal =
    (task.decision ? refuse('decided') : undefined) ??
    refuseEnded(state, stage, task);
  if (refusal) {
    return refusal;
  }
  const isDone =
    type === 'claim' ? task.claimedBy === caller.ref : !task.claimedBy;
  if (isDone) {
    return { kind: 'repeated' };
  }
  const story = new Story(state, now, caller.ref);
  story.tell(
    type === 'claim' ? 'task.claimed' : 'task.unclaimed',
    { ...placeOf(stage), taskId, person: task.person },
    access.kind === 'delegate' ? access.onBehalfOf : undefined,
  );
  return story.end();
}
