import {
  Viewer,
  ViewerAction,
} from '@countersign/backstage-plugin-approvals-common';
import { answer, PROBE, said } from './answer';
import { isAsker, refuseToken, refuseUnlessPerson } from './callers';
import { explainDecisions } from './explainDecisions';
import { Caller } from './inputs';
import { hasEnded, presentStages } from './lookups';
import { refuseUsed } from './passes';
import { refuse } from './refusals';
import { Refusal, RequestState, StageState } from './types';

/**
 * What a caller may do now and, where not, why. Each answer is got by asking
 * `decide`, so a promise here is kept there.
 */
export function explain(
  state: RequestState,
  caller: Caller,
  now: string,
): Viewer {
  const ask = (type: 'comment' | 'withdraw' | 'cancel' | 'revoke') =>
    answer(state, { type, now, caller, textHash: PROBE.text });
  return {
    parts: partsOf(state, caller),
    actions: {
      ...explainDecisions(state, caller, now),
      comment: ask('comment'),
      withdraw: ask('withdraw'),
      cancel: ask('cancel'),
      revoke: ask('revoke'),
      resubmit: answer(state, {
        type: 'resubmit',
        now,
        caller,
        digest: state.digest,
      }),
      assign: forStage(state, stage =>
        answer(state, {
          type: 'assign',
          now,
          caller,
          stage,
          person: PROBE.person,
          personIsUser: true,
          newTaskId: PROBE.id,
          textHash: PROBE.text,
        }),
      ),
      retry: forStage(state, stage =>
        answer(state, { type: 'retry', now, caller, stage }),
      ),
      resume: said(refuseResume(state, caller, now)),
    },
  };
}

/** The first stage where the caller may help: held ones first. */
function forStage(
  state: RequestState,
  ask: (stage: number) => ViewerAction,
): ViewerAction {
  const rank = (stage: StageState) =>
    stage.status === 'held' ? 0 : Number(hasEnded(stage)) + 1;
  const answers = presentStages(state)
    .sort((a, b) => rank(a) - rank(b))
    .map(({ index }) => ({ ...ask(index), stage: index }));
  return answers.find(({ allowed }) => allowed) ?? answers[0];
}

/** Running what was approved again is for the requester, while the pass is there. */
function refuseResume(
  state: RequestState,
  caller: Caller,
  now: string,
): Refusal | undefined {
  return (
    refuseUnlessPerson(caller) ??
    (isAsker(state, caller) ? undefined : refuse('notYours')) ??
    (state.pass ? refuseUsed(state.pass, now) : refuse('noPass'))
  );
}

function partsOf(state: RequestState, caller: Caller): Viewer['parts'] {
  if (caller.kind === 'service') {
    return [];
  }
  const delegators = new Set(caller.delegators.map(({ person }) => person));
  const tasks = state.stages
    .flatMap(stage => stage.tasks)
    .filter(({ status }) => status !== 'reassigned' && status !== 'withdrawn');
  const own = tasks.filter(({ person }) => person === caller.ref);
  const parts: [Viewer['parts'][number], boolean][] = [
    ['requester', isAsker(state, caller)],
    ['approver', own.some(({ kind }) => kind === 'approver')],
    ['delegate', tasks.some(({ person }) => delegators.has(person))],
    ['observer', own.some(({ kind }) => kind === 'observer')],
    ['administrator', isAdministrator(caller)],
  ];
  return parts.filter(([, holds]) => holds).map(([part]) => part);
}

function isAdministrator(caller: Caller): boolean {
  const { override, reassign, cancel } = caller.may;
  return !refuseToken(caller) && (override || reassign || cancel);
}
