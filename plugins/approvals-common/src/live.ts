import { z } from 'zod';
import { Event } from './api/history';
import { RequestStatus, Subject } from './api/subjects';

/** The channel of Backstage's signals on which the backend hints at changes. */
export const SIGNALS_CHANNEL = 'approvals';

/** The topic of Backstage's events under which every line of history is published. */
export const EVENTS_TOPIC = 'approvals';

/**
 * A hint to people concerned that something changed, so that their open pages
 * load it again: which streams have new lines, and of which types. Never data.
 */
export const changesSignal = z.object({
  changes: z.array(
    z.object({ stream: z.string(), types: z.array(z.string()) }),
  ),
});
export type ChangesSignal = z.infer<typeof changesSignal>;

/**
 * The topics of notices. `released`: what an older notice asked for is settled,
 * so mail and chat leave it out and an open portal marks it as read.
 */
export const noticeTopic = z.enum([
  'waiting',
  'decided',
  'deadline',
  'trouble',
  'released',
]);
export type NoticeTopic = z.infer<typeof noticeTopic>;

/** What a Backstage event of {@link EVENTS_TOPIC} carries: a line of history, and the request it is about. */
export type ApprovalsEventPayload = {
  event: Event;
  /** Of request streams: as it stood after the step that wrote the line. */
  request?: {
    id: string;
    status: RequestStatus;
    round: number;
    digest: string;
    policy: { key: string; version: number; name: string; owner?: string };
    subject: Subject;
    requester: string;
    /** The agent or token that asked for the requester. */
    actor?: string;
    /** The service that asked. */
    service?: string;
  };
};
