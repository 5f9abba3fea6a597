import {
  HeldReason,
  Seat,
} from '@countersign/backstage-plugin-approvals-common';
import {
  changesCause,
  heldCause,
  overdueCause,
  seatCause,
  stageKey,
} from './causes';
import { Line } from './lines';
import {
  Cause,
  EndMessage,
  Message,
  NoticedRequest,
  OpenNotice,
  StageRef,
  Standing,
} from './types';

/** Whom a request's notices may reach besides those whom its history names. */
export type Circle = {
  /** Who may act now for somebody, under the request's policy. */
  delegatesOf: (person: string) => readonly string[];
  /** Users and groups. */
  administrators: readonly string[];
};

/**
 * Gathers what lines of history tell, and to whom: one message for each, the
 * newest. What does not stand any more is not told, so that late news is no
 * false alarm.
 */
export class Telling {
  readonly messages = new Map<string, Message>();
  readonly opened: OpenNotice[] = [];

  readonly #request: NoticedRequest;
  readonly #standing: Standing;
  readonly #circle: Circle;

  constructor(options: {
    request: NoticedRequest;
    standing: Standing;
    circle: Circle;
  }) {
    this.#request = options.request;
    this.#standing = options.standing;
    this.#circle = options.circle;
  }

  /** Takes in one line. `by` is who decided in the same step, if somebody did. */
  add(line: Line, by: string | undefined): void {
    switch (line.type) {
      case 'stage.started':
      case 'stage.found':
        this.#seated(line.payload, line.payload.seats, false);
        break;
      case 'stage.escalated':
        this.#overdue(line.payload, this.#holders(line.payload), true);
        this.#seated(line.payload, line.payload.seats, true);
        break;
      case 'task.assigned':
      case 'task.reassigned':
        this.#seated(line.payload, [line.payload.seat], false);
        break;
      case 'stage.held':
        this.#held(line.payload, line.payload.reason);
        break;
      case 'stage.reminded':
        this.#reminded(line.payload, line.payload.people);
        break;
      case 'stage.overdue':
        this.#overdue(line.payload, line.payload.people, false);
        break;
      default:
        this.#ended(line, by);
    }
  }

  #ended(line: Line, by: string | undefined): void {
    switch (line.type) {
      case 'request.approved':
        this.#tellRequester({ about: 'approved', by });
        break;
      case 'request.rejected':
        this.#tellRequester({ about: 'rejected', by });
        break;
      case 'request.changes_requested':
        this.#tellRequester(
          { about: 'changes_requested', by },
          changesCause(line.payload.round),
        );
        break;
      case 'request.withdrawn':
        this.#tellRequester({ about: 'withdrawn', by: line.actor });
        break;
      case 'request.cancelled':
        this.#tellRequester({ about: 'cancelled', by: line.actor });
        break;
      case 'request.expired':
        this.#tellRequester({ about: 'expired' });
        break;
      case 'pass.expired':
        this.#tellRequester({ about: 'pass_expired' });
        break;
      default:
    }
  }

  #seated(
    { round, stage }: StageRef,
    seats: readonly Seat[],
    isEscalated: boolean,
  ): void {
    const message = {
      about: 'seat',
      place: { round, stage },
      isEscalated,
    } as const;
    for (const { taskId, person, kind } of seats) {
      if (kind === 'approver' && this.#standing.seats.has(taskId)) {
        this.#tellForSeat(taskId, person, message);
      }
    }
  }

  #reminded({ round, stage }: StageRef, people: readonly string[]): void {
    const place = { round, stage };
    for (const person of people) {
      const taskId = this.#seatOf(person, place);
      if (taskId) {
        this.#tellForSeat(taskId, person, { about: 'reminder', place });
      }
    }
  }

  /** Tells the holder of a seat, and whoever may decide it for them and has none here. */
  #tellForSeat(taskId: string, person: string, message: Message): void {
    const { seats, barred } = this.#standing;
    const holders = new Set([...seats.values()].map(seat => seat.person));
    this.#tell(person, message, seatCause(taskId));
    for (const delegate of this.#circle.delegatesOf(person)) {
      if (!holders.has(delegate) && !barred.has(delegate)) {
        this.#tell(
          delegate,
          message.about === 'seat'
            ? { ...message, onBehalfOf: person }
            : message,
          seatCause(taskId),
        );
      }
    }
  }

  #held({ round, stage }: StageRef, reason: HeldReason): void {
    const place = { round, stage };
    for (const recipient of [
      ...this.#owner(),
      ...this.#circle.administrators,
    ]) {
      this.#tell(recipient, { about: 'held', place, reason }, heldCause(place));
    }
  }

  /** Who has a seat to decide is told until that is done; others until the stage has ended. */
  #overdue(
    { round, stage }: StageRef,
    people: readonly string[],
    isEscalated: boolean,
  ): void {
    const place = { round, stage };
    const message = { about: 'overdue', place, isEscalated } as const;
    for (const recipient of [
      ...this.#owner(),
      this.#request.requester,
      ...people,
    ]) {
      const taskId = this.#seatOf(recipient, place);
      if (taskId) {
        this.#tellForSeat(taskId, recipient, message);
      } else {
        this.#tell(recipient, message, overdueCause(place));
      }
    }
  }

  #seatOf(person: string, place: StageRef): string | undefined {
    const found = [...this.#standing.seats].find(
      ([, seat]) =>
        seat.person === person && stageKey(seat.place) === stageKey(place),
    );
    return found?.[0];
  }

  #holders(place: StageRef): string[] {
    return [...this.#standing.seats.values()]
      .filter(seat => stageKey(seat.place) === stageKey(place))
      .map(({ person }) => person);
  }

  #owner(): string[] {
    const { owner } = this.#request.policy;
    return owner ? [owner] : [];
  }

  #tellRequester(message: EndMessage, cause?: Cause): void {
    const { requester } = this.#request;
    // Nobody is told of what they did themselves.
    if (message.by !== requester) {
      this.#tell(requester, message, cause);
    }
  }

  #tell(recipient: string, message: Message, cause?: Cause): void {
    if (cause === undefined) {
      this.messages.set(recipient, message);
    } else if (this.#standing.causes.has(cause)) {
      this.messages.set(recipient, message);
      this.opened.push({ recipient, cause });
    }
  }
}
