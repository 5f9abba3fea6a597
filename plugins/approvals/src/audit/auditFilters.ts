import {
  EventType,
  eventPayloads,
  OperationArgs,
} from '@countersign/backstage-plugin-approvals-common';

/** What the audit is narrowed to; it lives in the address of the page. */
export type AuditFilters = {
  /** As it was typed: a stream, or a request's id or link. */
  about: string;
  type?: EventType;
  /** A person's ref, or who else acts. */
  actor?: string;
  /** Days of the reader's own calendar, `2026-11-24`; both are meant with all their hours. */
  from?: string;
  to?: string;
};

/** The filters as the API takes them. */
export type AuditQuery = NonNullable<OperationArgs<'listAudit'>['query']>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ID =
  /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/i;

/** Reads the filters from the address; what cannot be meant is left out. */
export function readFilters(params: URLSearchParams): AuditFilters {
  const type = params.get('type');
  return {
    about: params.get('about') ?? '',
    type: isType(type) ? type : undefined,
    actor: params.get('actor') || undefined,
    from: readDay(params.get('from')),
    to: readDay(params.get('to')),
  };
}

/** Writes the filters to the address; what is not set is left out. */
export function writeFilters(filters: AuditFilters): URLSearchParams {
  const params = new URLSearchParams();
  for (const name of ['about', 'type', 'actor', 'from', 'to'] as const) {
    const value = filters[name];
    if (value) params.set(name, value);
  }
  return params;
}

/** The filters as the API takes them. */
export function auditQueryOf(filters: AuditFilters): AuditQuery {
  const stream = streamOf(filters.about);
  const { type, actor, from, to } = filters;
  return {
    ...(stream && { stream }),
    ...(type && { type }),
    ...(actor && { actor }),
    ...(from && { after: startOf(from, 0) }),
    ...(to && { before: startOf(to, 1) }),
  };
}

/** The stream that is meant: of a request by its id or its link, else as it is written. */
export function streamOf(about: string): string | undefined {
  const written = about.trim();
  const [id] = ID.exec(written) ?? [];
  const isOther = written.includes(':') && !/^(https?|request):/.test(written);
  return id && !isOther ? `request:${id.toLowerCase()}` : written || undefined;
}

/** When a day begins here, or the one so many days after it. */
function startOf(day: string, later: number): string {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

function readDay(day: string | null): string | undefined {
  return day && DAY.test(day) && !Number.isNaN(Date.parse(day))
    ? day
    : undefined;
}

function isType(type: string | null): type is EventType {
  return type !== null && Object.hasOwn(eventPayloads, type);
}
