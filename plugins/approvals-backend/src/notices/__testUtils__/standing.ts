import {
  EventPayload,
  RequestEventType,
  Seat,
} from '@countersign/backstage-plugin-approvals-common';
import { changesCause, heldCause, overdueCause, seatCause } from '../causes';
import { Line } from '../lines';
import { NoticedRequest, OpenNotice, StageRef, Standing } from '../types';

/** Asked for by Alice. */
export const REQUEST: NoticedRequest = {
  id: '0197-1',
  policy: {
    key: 'release',
    version: 1,
    name: 'Release',
    owner: 'group:default/leads',
  },
  subject: { type: 'release', id: 'r-1', title: 'Release 1.0' },
  requester: 'alice',
};

/** The first stage of the first round. */
export const FIRST: StageRef = { round: 1, stage: 0 };

/** A line of history; what its payload lacks is of no interest. */
export function line<T extends RequestEventType>(
  type: T,
  payload: Partial<EventPayload<T>> = {},
  actor: string = 'system:engine',
): Line {
  return { type, actor, payload: { ...FIRST, ...payload } } as unknown as Line;
}

/** Somebody's seat; its task is named after them. */
export function seat(person: string, kind: Seat['kind'] = 'approver'): Seat {
  return { taskId: `of ${person}`, person, kind, origin: 'rule', rules: [0] };
}

/** How a request stands: who has an open seat in which stage, and more. */
export function standing(options: {
  seats?: Record<string, StageRef>;
  held?: StageRef[];
  running?: StageRef[];
  changes?: number;
  barred?: string[];
  open?: OpenNotice[];
}): Standing {
  const {
    seats = {},
    held = [],
    running = [],
    changes,
    barred = [],
    open = [],
  } = options;
  return {
    causes: new Set([
      ...Object.keys(seats).map(person => seatCause(`of ${person}`)),
      ...held.map(heldCause),
      ...[...held, ...running].map(overdueCause),
      ...(changes === undefined ? [] : [changesCause(changes)]),
    ]),
    seats: new Map(
      Object.entries(seats).map(([person, place]) => [
        `of ${person}`,
        { person, place },
      ]),
    ),
    dueAt: new Map(),
    barred: new Set(barred),
    open,
  };
}

/** A notice in somebody's bell to decide a seat, by default their own. */
export function seatNotice(
  recipient: string,
  holder: string = recipient,
): OpenNotice {
  return { recipient, cause: seatCause(`of ${holder}`) };
}
