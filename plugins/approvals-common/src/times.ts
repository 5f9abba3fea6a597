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

const UTC_LENGTH = '2026-11-24T09:00:00.000Z'.length;

function toUtc(value: string): string | undefined {
  const millis = Date.parse(value);
  if (Number.isNaN(millis)) {
    return undefined;
  }
  const utc = new Date(millis).toISOString();
  // The offset can lead out of the four-digit years, whose text is longer and sorts elsewhere.
  return utc.length === UTC_LENGTH ? utc : undefined;
}
