import { refuseBarredOther, refuseSelfHelp } from './bars';
import { refuseEnded, refuseStranger, refuseUnlessPerson } from './callers';
import { Caller, ReassignInput } from './inputs';
import { findTask, placeOf, seatOf } from './lookups';
import { refuse } from './refusals';
import { observersAmong } from './seats';
import { settle } from './settle';
import { Story } from './story';
import { Decided, Refusal, RequestState, StageState, TaskState } from './types';

/** Hands a seat on: by the person seated, or by an administrator. */
export function decideReassign(
  state: RequestState,
  input: ReassignInput,
): Decided {
  const { caller } = input;
  const wrongKind = refuseUnlessPerson(caller);
  if (wrongKind) {
    return wrongKind;
  }
  const seat = findTask(state, input.taskId);
  if (!seat) {
    return refuse('noTask');
  }
  const { stage, task } = seat;
  if (task.decision?.by === caller.ref) {
    return refuse('decided');
  }
  const refusal =
    refuseCaller(state, task, caller) ??
    (input.personIsUser ? undefined : refuse('unknownPerson')) ??
    (task.decision ? refuse('decided') : undefined) ??
    refuseEnded(state, stage, task) ??
    refuseOther(state, stage, task, input.person);
  return refusal ?? write(state, stage, task, input);
}

function refuseCaller(
  state: RequestState,
  task: TaskState,
  caller: Caller,
): Refusal | undefined {
  const stranger = refuseStranger(caller);
  if (stranger || task.person === caller.ref) {
    return stranger;
  }
  return caller.may.reassign
    ? refuseSelfHelp(state, caller.ref)
    : refuse('notAssigned');
}

function refuseOther(
  state: RequestState,
  stage: StageState,
  task: TaskState,
  person: string,
): Refusal | undefined {
  const bar =
    task.kind === 'approver'
      ? refuseBarredOther(state, stage, person)
      : undefined;
  const sits =
    seatOf(stage, person) ??
    stage.tasks.find(
      other =>
        task.kind === 'observer' &&
        other.kind === 'observer' &&
        other.status === 'open' &&
        other.person === person,
    );
  return bar ?? (sits ? refuse('seated') : undefined);
}

function write(
  state: RequestState,
  stage: StageState,
  { id, person, kind, origin, rules }: TaskState,
  input: ReassignInput,
): Decided {
  const story = new Story(state, input.now, input.caller.ref);
  const place = placeOf(stage);
  story.tell('task.reassigned', {
    ...place,
    taskId: id,
    person,
    seat: {
      taskId: input.newTaskId,
      person: input.person,
      kind,
      origin,
      rules,
    },
    releasedObservers:
      kind === 'approver' ? observersAmong(stage, [[input.person, rules]]) : [],
    textHash: input.textHash,
  });
  settle(story, place);
  return story.end();
}
