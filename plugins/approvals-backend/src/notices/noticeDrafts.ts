import { EffectDraft } from '../outbox';
import { Published, Subscriber } from '../publishing';
import { EventPayload } from './backstageEvents';
import { NOTEWORTHY } from './lines';
import { NoticePayload } from './Notices';
import { troubleOf } from './troubles';

/** The kinds of effects by which people and other plugins are told. */
export const KINDS = {
  event: 'event',
  notice: 'notice',
  trouble: 'notice.trouble',
} as const;

/**
 * What follows from history for Backstage's events and notifications. The drafts only point to the lines: words that are erased meanwhile do not
 * go out, and stand in no second place.
 */
export const noticeDrafts: Subscriber['draftsFor'] = async (_tx, published) =>
  published
    .filter(({ events }) => events.length > 0)
    .flatMap(one => [
      ...eventDraft(one),
      ...noticeDraft(one),
      ...troubleDrafts(one),
    ]);

function eventDraft(published: Published): EffectDraft[] {
  const { stream, request, atLeisure } = published;
  const payload: EventPayload = {
    ...rangeOf(published),
    ...(request && { request: withoutCallback(request) }),
  };
  return [
    {
      kind: KINDS.event,
      stream,
      lane: `${KINDS.event}:${stream}`,
      payload,
      dueAt: timeOf(published),
      atLeisure,
    },
  ];
}

/** Where a service wants its answers is its own business; what runs, its lines tell. */
function withoutCallback({
  callbackUrl: _url,
  execution: _execution,
  ...request
}: NonNullable<Published['request']>) {
  return request;
}

function noticeDraft(published: Published): EffectDraft[] {
  const { stream, events, request, atLeisure } = published;
  if (!request || !events.some(({ type }) => NOTEWORTHY.has(type))) {
    return [];
  }
  const { id, policy, subject, requester, execution } = request;
  const payload: NoticePayload = {
    ...rangeOf(published),
    request: {
      id,
      policy,
      subject,
      requester,
      ...(execution && { execution }),
    },
  };
  return [
    {
      kind: KINDS.notice,
      stream,
      lane: `${KINDS.notice}:${stream}`,
      payload,
      dueAt: timeOf(published),
      atLeisure,
    },
  ];
}

function troubleDrafts({ stream, events }: Published): EffectDraft[] {
  return events.flatMap(event => {
    const trouble = troubleOf(event);
    return trouble
      ? [
          {
            kind: KINDS.trouble,
            stream,
            lane: `${KINDS.trouble}:${stream}`,
            payload: trouble,
            dueAt: event.at,
          },
        ]
      : [];
  });
}

function rangeOf({ events }: Published): { from: number; to: number } {
  return { from: events[0].seq, to: events[events.length - 1].seq };
}

function timeOf({ events }: Published): string {
  return events[events.length - 1].at;
}
