import { durationToMillis } from '@countersign/backstage-plugin-approvals-common';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How often the holders of open seats are looked up in the catalog. */
export const SEAT_CHECK = 24 * 60 * MINUTE;

/** After so long a search that keeps failing holds its stage, and is tried so often. */
export const SEARCH_PATIENCE = 15 * MINUTE;

const SEARCH_DELAYS = [SECOND, 5 * SECOND, 30 * SECOND];

/** How long to wait before the next attempt, after so many failed ones. */
export function searchDelay(failed: number): number {
  return SEARCH_DELAYS[failed - 1] ?? MINUTE;
}

/** A time, so many milliseconds later. */
export function plus(time: string, millis: number): string {
  return new Date(Date.parse(time) + millis).toISOString();
}

/** A time, later by an ISO 8601 duration. */
export function after(time: string, duration: string): string {
  return plus(time, durationToMillis(duration));
}

/** A time, earlier by an ISO 8601 duration. */
export function before(time: string, duration: string): string {
  return plus(time, -durationToMillis(duration));
}

/** Milliseconds from one time to a later one. */
export function between(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}
