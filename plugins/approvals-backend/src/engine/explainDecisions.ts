import {
  DecisionKind,
  Viewer,
  ViewerAction,
} from '@countersign/backstage-plugin-approvals-common';
import { answer, PROBE, said } from './answer';
import { refuseEnded, refuseUnlessPerson } from './callers';
import { decide } from './decide';
import { evolve } from './evolve';
import { Caller, DecideInput } from './inputs';
import { findTask, placeOf, presentStages, stageAt } from './lookups';
import { refuse } from './refusals';
import { RequestState, TaskState } from './types';

type SeatActions = Pick<
  Viewer['actions'],
  DecisionKind | 'override' | 'reassign'
>;

/** What a caller may do with the seats of the present round, and with which one. */
export function explainDecisions(
  state: RequestState,
  caller: Caller,
  now: string,
): SeatActions {
  const seats = seatsOfRound(state);
  const own = seats.filter(seat => isTheirs(seat, caller));
  const others = firstOfEachStage(
    state,
    seat => seat.status === 'open' && !isTheirs(seat, caller),
  );
  const toDecide = own.length > 0 ? own : [...others, ...seats].slice(0, 1);
  const decision = (kind: DecisionKind) =>
    best(state, caller, toDecide, ({ id }) =>
      withEffect(state, {
        type: 'decide',
        now,
        caller,
        taskId: id,
        decision: kind,
        textHash: PROBE.text,
      }),
    );
  return {
    approve: decision('approve'),
    reject: decision('reject'),
    abstain: decision('abstain'),
    request_changes: decision('request_changes'),
    override: best(state, caller, others, ({ id }) =>
      answer(state, {
        type: 'decide',
        now,
        caller,
        taskId: id,
        decision: 'approve',
        textHash: PROBE.text,
        override: { reasonHash: PROBE.text },
      }),
    ),
    reassign: best(state, caller, toHandOn(state, caller), ({ id }) =>
      answer(state, {
        type: 'reassign',
        now,
        caller,
        taskId: id,
        person: PROBE.person,
        personIsUser: true,
        newTaskId: PROBE.id,
      }),
    ),
  };
}

function seatsOfRound(state: RequestState): TaskState[] {
  return presentStages(state)
    .flatMap(({ tasks }) => tasks)
    .filter(({ kind }) => kind === 'approver');
}

/** Their own seats first, then those of the people they act for. */
function isTheirs({ person }: TaskState, caller: Caller): boolean {
  return (
    person === caller.ref ||
    caller.delegators.some(given => given.person === person)
  );
}

function firstOfEachStage(
  state: RequestState,
  fits: (task: TaskState) => boolean,
): TaskState[] {
  return presentStages(state).flatMap(({ tasks }) =>
    tasks.filter(task => task.kind === 'approver' && fits(task)).slice(0, 1),
  );
}

function toHandOn(state: RequestState, caller: Caller): TaskState[] {
  const own = presentStages(state)
    .flatMap(({ tasks }) => tasks)
    .filter(({ person }) => person === caller.ref);
  const others = firstOfEachStage(
    state,
    ({ status, person }) => status === 'open' && person !== caller.ref,
  );
  return [...own, ...others];
}

/** The first seat where the action is allowed; else what is said of an open one, else of any. */
function best(
  state: RequestState,
  caller: Caller,
  tasks: TaskState[],
  ask: (task: TaskState) => ViewerAction,
): ViewerAction {
  const rank = ({ person, status }: TaskState) =>
    (status === 'open' ? 0 : 2) + (person === caller.ref ? 0 : 1);
  const answers = [...tasks]
    .sort((a, b) => rank(a) - rank(b))
    .map(task => ({ ...ask(task), taskId: task.id }));
  return (
    answers.find(({ allowed }) => allowed) ??
    answers[0] ??
    said(
      refuseUnlessPerson(caller) ?? refuseEnded(state) ?? refuse('notAssigned'),
    )
  );
}

/** Adds for whom the decision would be, and what it would bring about in its stage. */
function withEffect(state: RequestState, input: DecideInput): ViewerAction {
  const decided = decide(state, input);
  const before = findTask(state, input.taskId)?.stage;
  if (decided.kind !== 'events' || !before) {
    return answer(state, input);
  }
  const after = stageAt(decided.events.reduce(evolve, state), placeOf(before));
  return {
    allowed: true,
    onBehalfOf: decided.events[0]?.onBehalfOf,
    effect: effectOf(before.status, after?.status),
  };
}

function effectOf(before: string, after?: string): string | undefined {
  switch (after) {
    case 'approved':
      return 'approves';
    case 'rejected':
      return 'rejects';
    case 'held':
      return before === 'held' ? undefined : 'holds';
    default:
      return undefined;
  }
}
