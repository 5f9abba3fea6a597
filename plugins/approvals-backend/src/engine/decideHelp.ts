import { refuseBarredOther, refuseSelfHelp } from './bars';
import {
  refuseEnded,
  refuseStranger,
  refuseToken,
  refuseUnlessPerson,
} from './callers';
import { isShort, tally } from './count';
import { AssignInput, InputOf } from './inputs';
import { isRunning, placeOf, seatOf, stageAt } from './lookups';
import { refuse } from './refusals';
import { advance } from './rounds';
import { observersAmong } from './seats';
import { settle } from './settle';
import { Story } from './story';
import { Decided, Refusal, RequestState, StageState } from './types';

/** Looks for a stage's people again. */
export function decideRetry(
  state: RequestState,
  { now, caller, stage: index }: InputOf<'retry'>,
): Decided {
  const wrongKind = refuseToken(caller);
  if (wrongKind) {
    return wrongKind;
  }
  const stage = stageAt(state, { round: state.round, stage: index });
  if (!stage) {
    return refuse('noStage');
  }
  const refusal =
    (caller.may.override || caller.ownsPolicy
      ? undefined
      : refuse('notYours')) ??
    refuseEnded(state, stage) ??
    (stage.status === 'waiting' ? refuse('stageWaiting') : undefined);
  if (refusal) {
    return refusal;
  }
  const story = new Story(state, now, caller.ref);
  story.tell('stage.retried', {
    ...placeOf(stage),
    attempt: stage.attempt + 1,
    dueAt: now,
  });
  return story.end();
}

/** Seats somebody, in the place of rules that cannot be met otherwise. */
export function decideAssign(state: RequestState, input: AssignInput): Decided {
  const { caller, person, rules, textHash } = input;
  const wrongKind = refuseUnlessPerson(caller);
  if (wrongKind) {
    return wrongKind;
  }
  const stage = stageAt(state, { round: state.round, stage: input.stage });
  if (!stage) {
    return refuse('noStage');
  }
  const { approvers } = state.definition.stages[stage.index];
  const refusal =
    (caller.may.override ? undefined : refuse('notYours')) ??
    refuseStranger(caller) ??
    refuseSelfHelp(state, caller.ref) ??
    (input.personIsUser ? undefined : refuse('unknownPerson')) ??
    (textHash ? undefined : refuse('reasonMissing')) ??
    (rules?.some(rule => !approvers[rule])
      ? refuse('unknownRule')
      : undefined) ??
    refuseEnded(state, stage) ??
    (isRunning(stage) ? undefined : refuse('stageWaiting')) ??
    refuseOther(state, stage, person);
  if (refusal || !textHash) {
    return refusal ?? refuse('reasonMissing');
  }
  return write(state, stage, input, textHash);
}

function refuseOther(
  state: RequestState,
  stage: StageState,
  person: string,
): Refusal | undefined {
  return (
    refuseBarredOther(state, stage, person) ??
    (seatOf(stage, person)?.status === 'decided' ? refuse('seated') : undefined)
  );
}

function write(
  state: RequestState,
  stage: StageState,
  { now, caller, person, newTaskId, rules }: AssignInput,
  textHash: string,
): Decided {
  const place = placeOf(stage);
  const story = new Story(state, now, caller.ref);
  const present = seatOf(stage, person);
  const standsIn = rules ?? shortRules(state, stage);
  const seatRules = [...new Set([...(present?.rules ?? []), ...standsIn])];
  story.tell('task.assigned', {
    ...place,
    seat: {
      taskId: present?.id ?? newTaskId,
      person,
      kind: 'approver',
      origin: 'assigned',
      rules: seatRules.sort((a, b) => a - b),
    },
    isNew: !present,
    endsSearch: !stage.peopleKnown,
    releasedObservers: present ? [] : observersAmong(stage, [[person, []]]),
    textHash,
  });
  settle(story, place);
  advance(story);
  return story.end();
}

function shortRules(state: RequestState, stage: StageState): number[] {
  return tally(state.definition.stages[stage.index], stage)
    .rules.filter(isShort)
    .map(({ rule }) => rule);
}
