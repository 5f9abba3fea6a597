import {
  AuditorService,
  AuditorServiceCreateEventOptions,
} from '@backstage/backend-plugin-api';

/** What an auditor was told, in the order of the beginnings. */
export type Told = Pick<
  AuditorServiceCreateEventOptions,
  'eventId' | 'severityLevel' | 'meta'
> & {
  /** Of the HTTP request; absent where no call was behind it. */
  path?: string;
  outcome: 'begun' | 'succeeded' | 'failed';
  error?: string;
};

/** An auditor that keeps what it is told. */
export function recordingAuditor(): { auditor: AuditorService; told: Told[] } {
  const told: Told[] = [];
  const createEvent: AuditorService['createEvent'] = async options => {
    const { eventId, severityLevel, meta, request } = options;
    const event: Told = {
      eventId,
      severityLevel,
      meta,
      ...(request && { path: request.originalUrl }),
      outcome: 'begun',
    };
    told.push(event);
    return {
      success: async end => {
        event.outcome = 'succeeded';
        event.meta = { ...meta, ...end?.meta };
      },
      fail: async end => {
        event.outcome = 'failed';
        event.meta = { ...meta, ...end.meta };
        event.error = end.error.message;
      },
    };
  };
  return { auditor: { createEvent }, told };
}
