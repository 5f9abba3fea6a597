import { z } from 'zod';

/**
 * A time that comes in: RFC 3339 with an offset. Parsed to UTC text with
 * milliseconds, the form in which times are stored, compared and sent.
 */
export const timeIn = () =>
  z.iso
    .datetime({
      offset: true,
      error: 'must be a time such as 2026-11-24T09:00:00Z',
    })
    .max(40)
    .overwrite(value => toUtc(value) ?? value)
    .refine(value => toUtc(value) !== undefined, {
      error: 'must be a time of the calendar',
    });

/** A time that goes out: UTC with milliseconds. */
export const timeOut = () => z.iso.datetime({ precision: 3 });

function toUtc(value: string): string | undefined {
  const millis = Date.parse(value);
  return Number.isNaN(millis) ? undefined : new Date(millis).toISOString();
}
