const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in the one unit that reads best. */
export type Span = { unit: 'minutes' | 'hours' | 'days'; n: number };

/** The length of so many milliseconds, rounded; undefined below a minute. */
export function spanOf(millis: number): Span | undefined {
  const length = Math.abs(millis);
  if (length < MINUTE) return undefined;
  const minutes = Math.round(length / MINUTE);
  if (minutes < 60) return { unit: 'minutes', n: minutes };
  const hours = Math.round(length / HOUR);
  return hours < 48
    ? { unit: 'hours', n: hours }
    : { unit: 'days', n: Math.round(length / DAY) };
}
