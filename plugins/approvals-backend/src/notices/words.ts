import { HeldReason } from '@countersign/backstage-plugin-approvals-common';
import {
  EndMessage,
  Message,
  NoticedRequest,
  NoticeWords,
  ReleasedMessage,
  SeatMessage,
  Settled,
  StageMessage,
} from './types';

/** What words need besides the message. */
export type Known = {
  nameOf: (ref: string) => string;
  stageName: string;
  /** UTC with milliseconds. */
  dueAt?: string;
  /** What runs after the approval is for the requester to let go on. */
  isForRequester?: boolean;
};

/** Backstage keeps titles in a column of 255 characters. */
const LONGEST_TITLE = 250;

/**
 * A message in words. Titles name the subject; descriptions hold nothing that
 * the requester wrote, since mail and chat may read marks in them.
 */
export function wordsOf(
  message: Message,
  request: NoticedRequest,
  known: Known,
): NoticeWords {
  const words = say(message, request, known);
  const whole = `${words.title}: ${request.subject.title}`;
  const cut = [...whole].slice(0, LONGEST_TITLE).join('');
  return { ...words, title: cut === whole ? whole : `${cut}…` };
}

function say(
  message: Message,
  request: NoticedRequest,
  known: Known,
): NoticeWords {
  switch (message.about) {
    case 'seat':
      return saySeat(message, request, known);
    case 'held':
    case 'reminder':
    case 'overdue':
      return sayStage(message, request, known);
    case 'released':
      return sayReleased(message, request, known);
    default:
      return sayEnd(message, request, known);
  }
}

function saySeat(
  { onBehalfOf, isEscalated }: SeatMessage,
  request: NoticedRequest,
  known: Known,
): NoticeWords {
  return {
    topic: 'waiting',
    severity: isEscalated ? 'high' : 'normal',
    title: 'Approval wanted',
    description: sentences(
      `${known.nameOf(request.requester)} asks`,
      placeOf(request, known),
      onBehalfOf && `You may decide for ${known.nameOf(onBehalfOf)}`,
      isEscalated ? 'It is overdue' : due(known),
    ),
  };
}

const HELD: Record<HeldReason, string> = {
  expression_failed: 'An expression of its rules failed',
  rule_unreachable: 'One of its rules cannot be met',
  resolving_failed: 'Who may approve could not be found out',
  too_many_people: 'Too many people may approve',
  no_approvers: 'Nobody may approve',
  not_enough_approvers: 'Too few people may approve',
};

function sayStage(
  message: StageMessage,
  request: NoticedRequest,
  known: Known,
): NoticeWords {
  const place = placeOf(request, known);
  switch (message.about) {
    case 'held':
      return {
        topic: 'waiting',
        severity: 'high',
        title: 'Held',
        description: sentences(place, HELD[message.reason]),
      };
    case 'reminder':
      return {
        topic: 'deadline',
        severity: 'high',
        title: 'Due soon',
        description: sentences(place, due(known)),
      };
    default:
      return {
        topic: 'deadline',
        severity: 'high',
        title: 'Overdue',
        description: sentences(
          place,
          message.isEscalated ? 'More people were asked' : undefined,
        ),
      };
  }
}

const ENDS: Record<
  EndMessage['about'],
  Pick<NoticeWords, 'topic' | 'severity' | 'title'> & { more?: string }
> = {
  approved: { topic: 'decided', severity: 'normal', title: 'Approved' },
  rejected: { topic: 'decided', severity: 'high', title: 'Rejected' },
  changes_requested: {
    topic: 'decided',
    severity: 'high',
    title: 'Changes wanted',
  },
  withdrawn: { topic: 'decided', severity: 'normal', title: 'Withdrawn' },
  cancelled: { topic: 'decided', severity: 'high', title: 'Cancelled' },
  expired: {
    topic: 'decided',
    severity: 'high',
    title: 'Expired',
    more: 'Nobody decided in time',
  },
  pass_expired: {
    topic: 'deadline',
    severity: 'high',
    title: 'Approval over',
    more: 'It was not acted on in time',
  },
};

function sayEnd(
  { about, by }: EndMessage,
  { policy }: NoticedRequest,
  { nameOf, isForRequester }: Known,
): NoticeWords {
  const { more, ...words } = ENDS[about];
  const next =
    about === 'approved' && isForRequester
      ? 'It waits for you to let it go on'
      : more;
  return {
    ...words,
    description: sentences(policy.name, by && `By ${nameOf(by)}`, next),
  };
}

const SETTLED: Record<Settled, string> = {
  decided: 'Decided',
  deadline: 'Decided by its deadline',
  handed_on: 'Handed on',
  withdrawn: 'Withdrawn',
  cancelled: 'Cancelled',
  expired: 'Expired',
  resubmitted: 'Sent again',
  settled: 'Settled',
};

function sayReleased(
  { how, by }: ReleasedMessage,
  { policy }: NoticedRequest,
  { nameOf }: Known,
): NoticeWords {
  return {
    topic: 'released',
    severity: 'low',
    title: by ? `${SETTLED[how]} by ${nameOf(by)}` : SETTLED[how],
    // Backstage keeps the former description where none is given.
    description: sentences(policy.name),
  };
}

function placeOf({ policy }: NoticedRequest, { stageName }: Known): string {
  return `${policy.name}, stage ${stageName}`;
}

const TIME = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** A time as notices write it: they have no time zone of their own. */
export function timeInWords(time: string): string {
  return `${TIME.format(new Date(time))} UTC`;
}

function due({ dueAt }: Known): string | undefined {
  return dueAt && `Due ${timeInWords(dueAt)}`;
}

function sentences(...parts: (string | undefined)[]): string {
  return parts
    .filter(Boolean)
    .map(part => `${part}.`)
    .join(' ');
}
