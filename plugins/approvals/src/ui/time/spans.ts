const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in the one unit that reads best. */
export type Span = { unit: 'minutes' | 'hours' | 'days'; n: number };

/** The length of so many milliseconds, rounded down; undefined below a minute. */
export function spanOf(millis: number): Span | undefined {
  const length = Math.abs(millis);
  if (length < MINUTE) return undefined;
  if (length < HOUR) return { unit: 'minutes', n: Math.floor(length / MINUTE) };
  if (length < 2 * DAY) return { unit: 'hours', n: Math.floor(length / HOUR) };
  return { unit: 'days', n: Math.floor(length / DAY) };
}
