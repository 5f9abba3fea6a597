import { hasEnded, isEnded, stageAt } from './lookups';
import { Place } from './story';
import { plus, SEAT_CHECK } from './times';
import { Effect, EngineEvent, RequestState } from './types';

/** The work that follows from a step's events, given the state after them. */
export function effectsOf(
  state: RequestState,
  events: readonly EngineEvent[],
): Effect[] {
  return events.flatMap(event => effectsOfOne(state, event));
}

function effectsOfOne(state: RequestState, event: EngineEvent): Effect[] {
  switch (event.type) {
    case 'request.created':
    case 'request.resubmitted':
      return roundEffects(state, event.at);
    case 'pass.created':
      return event.payload.expiresAt
        ? [
            {
              kind: 'pass.expiry',
              dueAt: event.payload.expiresAt,
              payload: { requestId: state.id },
            },
          ]
        : [];
    case 'stage.resolving':
    case 'stage.retried':
    case 'stage.resolving_failed':
    case 'stage.started':
    case 'stage.held':
    case 'stage.overdue':
    case 'stage.escalated':
      return stageEffects(state, event);
    default:
      return [];
  }
}

function roundEffects(state: RequestState, at: string): Effect[] {
  const { id, round, definition, expiresAt } = state;
  const payload = { requestId: id, round };
  const effects: Effect[] = [];
  if (definition.stages.some(({ skipIf }) => skipIf !== undefined)) {
    effects.push({ kind: 'request.conditions', dueAt: at, payload });
  }
  if (expiresAt && !isEnded(state)) {
    effects.push({ kind: 'request.expiry', dueAt: expiresAt, payload });
  }
  return effects;
}

function stageEffects(
  state: RequestState,
  event: Extract<EngineEvent, { type: `stage.${string}` }>,
): Effect[] {
  const { round, stage: index } = event.payload;
  const stage = stageAt(state, event.payload);
  if (!stage || hasEnded(stage)) {
    return [];
  }
  const place = { requestId: state.id, round, stage: index };
  switch (event.type) {
    case 'stage.resolving':
      return [
        search(place, event.payload),
        {
          kind: 'stage.seats',
          dueAt: plus(event.at, SEAT_CHECK),
          payload: place,
        },
      ];
    case 'stage.retried':
      return [search(place, event.payload)];
    case 'stage.resolving_failed':
      return event.payload.next ? [search(place, event.payload.next)] : [];
    case 'stage.started':
    case 'stage.held':
      return deadlineEffects(place, event.payload.deadline);
    case 'stage.overdue':
    case 'stage.escalated':
      return event.payload.next
        ? [breachEffect(place, event.payload.next)]
        : [];
    default:
      return [];
  }
}

type StagePlace = Place & { requestId: string };

function search(
  place: StagePlace,
  { attempt, dueAt }: { attempt: number; dueAt: string },
): Effect {
  return { kind: 'stage.people', dueAt, payload: { ...place, attempt } };
}

function breachEffect(
  place: StagePlace,
  { number, dueAt }: { number: number; dueAt: string },
): Effect {
  return { kind: 'stage.breach', dueAt, payload: { ...place, number } };
}

function deadlineEffects(
  place: StagePlace,
  deadline: { dueAt: string; remindAt?: string } | undefined,
): Effect[] {
  if (!deadline) {
    return [];
  }
  const { dueAt, remindAt } = deadline;
  const reminder: Effect[] = remindAt
    ? [{ kind: 'stage.reminder', dueAt: remindAt, payload: place }]
    : [];
  return [...reminder, breachEffect(place, { number: 0, dueAt })];
}
