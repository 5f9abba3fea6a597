import {
  HeldReason,
  NoticeTopic,
} from '@countersign/backstage-plugin-approvals-common';
import { PublishedRequest } from '../publishing';

/** A request as notices speak of it. */
export type NoticedRequest = Pick<
  PublishedRequest,
  'id' | 'policy' | 'subject' | 'requester' | 'execution'
>;

/** A stage of a request. */
export type StageRef = { round: number; stage: number };

/**
 * What a notice waits on: `seat <task id>`, `held <round>.<stage>`,
 * `overdue <round>.<stage>` or `changes <round>`.
 */
export type Cause = string;

/** A notice in somebody's bell that waits on something. */
export type OpenNotice = { recipient: string; cause: Cause };

/** An approver's seat that is open. */
export type OpenSeat = { person: string; place: StageRef };

/** How a request stands at the moment, as far as notices hang on it. */
export type Standing = {
  /** Everything that a notice may wait on now. */
  causes: ReadonlySet<Cause>;
  /** Open approvers' seats, by task id. */
  seats: ReadonlyMap<string, OpenSeat>;
  /** When running stages are due, by `<round>.<stage>`. */
  dueAt: ReadonlyMap<string, string>;
  /** Kept from deciding from the start: told nothing as somebody's delegate. */
  barred: ReadonlySet<string>;
  /** Who has which notice. */
  open: readonly OpenNotice[];
};

/** Why a notice is settled. */
export type Settled =
  | 'decided'
  | 'deadline'
  | 'handed_on'
  | 'withdrawn'
  | 'cancelled'
  | 'expired'
  | 'resubmitted'
  | 'settled';

/** What a notice says. The same for all who get it, so that they get it in one call. */
export type Message = SeatMessage | StageMessage | EndMessage | ReleasedMessage;

/** To whoever may decide a seat. */
export type SeatMessage = {
  about: 'seat';
  place: StageRef;
  isEscalated: boolean;
  /** Of a delegate: for whom. */
  onBehalfOf?: string;
};

/** About a stage that waits too long, or cannot go on. */
export type StageMessage =
  | { about: 'held'; place: StageRef; reason: HeldReason }
  | { about: 'reminder'; place: StageRef }
  | { about: 'overdue'; place: StageRef; isEscalated: boolean };

/** To whoever asked, about the end of the request or of a round. */
export type EndMessage = {
  about:
    | 'approved'
    | 'rejected'
    | 'changes_requested'
    | 'withdrawn'
    | 'cancelled'
    | 'expired'
    | 'pass_expired';
  /** Who did it, if somebody did. */
  by?: string;
};

/** To whoever has a notice that is settled. */
export type ReleasedMessage = { about: 'released'; how: Settled; by?: string };

/** What follows from some lines of history: who is told what, and what is remembered of it. */
export type Plan = {
  /** One message for each recipient; refs of users and groups. */
  messages: ReadonlyMap<string, Message>;
  /** Notices that wait on something from now on. */
  opened: readonly OpenNotice[];
  /** Those that do so no more. */
  closed: readonly OpenNotice[];
};

/** A notice in words. */
export type NoticeWords = {
  topic: NoticeTopic;
  severity: 'critical' | 'high' | 'normal' | 'low';
  title: string;
  description: string;
};
