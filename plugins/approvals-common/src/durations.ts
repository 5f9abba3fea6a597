import { Duration } from 'luxon';
import { z } from 'zod';

const SHAPE =
  /^P(?=.)(\d{1,9}W)?(\d{1,9}D)?(T(?=.)(\d{1,9}H)?(\d{1,9}M)?(\d{1,9}S)?)?$/;
const MINUTE = 60_000;
const YEAR = 365 * 24 * 60 * MINUTE;

/**
 * Milliseconds of an ISO 8601 duration with weeks, days of 24 hours, hours,
 * minutes and seconds. Months and years are no durations here: they have no
 * fixed length.
 *
 * @throws RangeError when the text is no such duration.
 */
export function durationToMillis(iso: string): number {
  if (!SHAPE.test(iso)) {
    throw new RangeError(`'${iso}' is no duration such as PT48H or P14D`);
  }
  return Duration.fromISO(iso).toMillis();
}

/** Whether a text is a duration from one minute to 365 days. */
export function isDuration(text: string): boolean {
  return (
    SHAPE.test(text) &&
    durationToMillis(text) >= MINUTE &&
    durationToMillis(text) <= YEAR
  );
}

/** An ISO 8601 duration from one minute to 365 days. */
export const duration = () =>
  z.string().max(40).refine(isDuration, {
    error:
      'must be a duration such as PT48H or P14D, from one minute to 365 days, without months and years',
  });
