import { StageDefinition } from '@countersign/backstage-plugin-approvals-common';
import { refuseEnded, refuseUnlessPerson } from './callers';
import { DecideInput } from './inputs';
import { findTask, placeOf } from './lookups';
import { refuse } from './refusals';
import { advance } from './rounds';
import { Access, seatAccess } from './seatAccess';
import { closeStages, settle, withdrawBarred } from './settle';
import { Story } from './story';
import { Decided, Refusal, RequestState, StageState, TaskState } from './types';

/** Decides a seat: approve, reject, abstain, request changes. The first fault wins. */
export function decideDecision(
  state: RequestState,
  input: DecideInput,
): Decided {
  const { caller, decision } = input;
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
    return task.decision.decision === decision
      ? { kind: 'repeated' }
      : refuse('decided');
  }
  const access = seatAccess(state, stage, task, caller, !!input.override);
  if (access.kind === 'refused') {
    return access;
  }
  const refusal =
    refuseWords(state.definition.stages[stage.index], input, access) ??
    (task.decision ? refuse('decided') : undefined) ??
    refuseEnded(state, stage, task);
  return refusal ?? write(state, stage, task, input, access);
}

function refuseWords(
  { comment }: StageDefinition,
  { decision, textHash, override }: DecideInput,
  access: Access,
): Refusal | undefined {
  const demanded =
    decision === 'request_changes' ||
    comment === 'required' ||
    (comment === 'required-on-reject' && decision === 'reject');
  if (demanded && !textHash) {
    return refuse('commentMissing');
  }
  return access.kind === 'override' && !override?.reasonHash
    ? refuse('reasonMissing')
    : undefined;
}

function write(
  state: RequestState,
  stage: StageState,
  task: TaskState,
  { now, caller, decision, textHash, override }: DecideInput,
  access: Access,
): Decided {
  const place = placeOf(stage);
  const story = new Story(state, now, caller.ref);
  story.tell(
    'task.decided',
    {
      ...place,
      taskId: task.id,
      person: task.person,
      decision,
      textHash,
      override:
        access.kind === 'override' && override?.reasonHash
          ? { reasonHash: override.reasonHash }
          : undefined,
    },
    access.kind === 'delegate' ? access.onBehalfOf : undefined,
  );
  if (decision === 'request_changes') {
    closeStages(story, 'changes_requested');
    story.tell('request.changes_requested', { ...place, taskId: task.id });
  } else {
    settle(story, place, decision === 'abstain' ? 'abstention' : 'later');
    withdrawBarred(story);
    advance(story);
  }
  return story.end();
}
