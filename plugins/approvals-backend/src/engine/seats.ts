import {
  EventPayload,
  LIMITS,
  Seat,
} from '@countersign/backstage-plugin-approvals-common';
import { barsOf } from './bars';
import { seatedApprovers, seatOf } from './lookups';
import { Gathered } from './people';
import { RequestState, StageState, TaskState } from './types';

type Found = EventPayload<'stage.found'>;

/** Whose seats a search or an escalation opens, and who gets none. */
export type SeatPlan = {
  /** People without a seat so far, and the rules that found them. */
  newcomers: [person: string, rules: number[]][];
  /** Seats that are kept, where the search changed them. */
  kept: Found['kept'];
  removed: Found['removed'];
};

/**
 * Plans the approvers' seats of a search: the barred get none, who has a seat
 * keeps it with the rules that now found them, who handed one on gets no other.
 */
export function planSeats(
  state: RequestState,
  stage: StageState,
  { people }: Gathered,
): SeatPlan {
  const bars = barsOf(state, stage);
  const plan: SeatPlan = { newcomers: [], kept: [], removed: [] };
  for (const [person, rules] of people) {
    const seat = seatOf(stage, person);
    const bar = bars.get(person);
    if (seat) {
      plan.kept.push(...keptSeat(seat, rules));
    } else if (bar) {
      plan.removed.push({ person, reason: bar });
    } else if (handedOn(stage, person, 'approver')) {
      plan.removed.push({ person, reason: 'handed_on' });
    } else {
      plan.newcomers.push([person, rules]);
    }
  }
  return plan;
}

/** Plans the seats of an escalation: whoever has none yet and is not barred. */
export function planEscalation(
  state: RequestState,
  stage: StageState,
  { people }: Gathered,
): SeatPlan {
  const bars = barsOf(state, stage);
  const plan: SeatPlan = { newcomers: [], kept: [], removed: [] };
  for (const person of people.keys()) {
    const bar = bars.get(person);
    if (bar) {
      plan.removed.push({ person, reason: bar });
    } else if (!seatOf(stage, person)) {
      plan.newcomers.push([person, []]);
    }
  }
  return plan;
}

function keptSeat(seat: TaskState, found: number[]): Found['kept'] {
  const rules = [...new Set([...seat.rules, ...found])].sort((a, b) => a - b);
  const origin = seat.origin === 'escalated' ? 'rule' : seat.origin;
  return origin === seat.origin && rules.length === seat.rules.length
    ? []
    : [{ taskId: seat.id, person: seat.person, origin, rules }];
}

function handedOn(
  stage: StageState,
  person: string,
  kind: Seat['kind'],
): boolean {
  return stage.tasks.some(
    task =>
      task.person === person &&
      task.kind === kind &&
      task.status === 'reassigned',
  );
}

/** Whether a stage would have more approvers than it may. */
export function isTooMany(stage: StageState, plan: SeatPlan): boolean {
  return seatedApprovers(stage).length + plan.newcomers.length > LIMITS.people;
}

/** The observers' seats that a search opens: for whoever has no seat, up to the limit in all. */
export function planObservers(
  stage: StageState,
  plan: SeatPlan,
  { people }: Gathered,
): { newcomers: SeatPlan['newcomers']; leftOut: number } {
  const approvers = new Set(plan.newcomers.map(([person]) => person));
  const observing = stage.tasks.filter(
    ({ kind, status }) => kind === 'observer' && status === 'open',
  );
  const present = new Set(observing.map(({ person }) => person));
  const newcomers = [...people].filter(
    ([person]) =>
      !approvers.has(person) &&
      !present.has(person) &&
      !seatOf(stage, person) &&
      !handedOn(stage, person, 'observer'),
  );
  const stayers = [...present].filter(person => !approvers.has(person)).length;
  const room = Math.max(0, LIMITS.people - stayers);
  return {
    newcomers: newcomers.slice(0, room),
    leftOut: Math.max(0, newcomers.length - room),
  };
}

/** The open observers' seats of people who get an approver's seat: they keep only that one. */
export function observersAmong(
  stage: StageState,
  newcomers: SeatPlan['newcomers'],
): string[] {
  const names = new Set(newcomers.map(([person]) => person));
  return stage.tasks
    .filter(
      ({ kind, status, person }) =>
        kind === 'observer' && status === 'open' && names.has(person),
    )
    .map(({ id }) => id);
}

/**
 * The seats of newcomers, with ids taken from those that came with the input.
 *
 * @throws Error when there are too few ids.
 */
export function makeSeats(
  newcomers: SeatPlan['newcomers'],
  kind: Seat['kind'],
  origin: Seat['origin'],
  taskIds: readonly string[],
): Seat[] {
  if (taskIds.length < newcomers.length) {
    throw new Error(`${newcomers.length} seats need as many task ids`);
  }
  return newcomers.map(([person, rules], index) => ({
    taskId: taskIds[index],
    person,
    kind,
    origin,
    rules,
  }));
}
