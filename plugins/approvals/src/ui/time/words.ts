import { durationToMillis } from '@countersign/backstage-plugin-approvals-common';
import type { T } from '../../translation';
import { spanOf } from './spans';

/** "12 min ago" or "in 3 h". */
export function relativeWords(t: T, at: string, now: number): string {
  const millis = Date.parse(at) - now;
  const span = spanOf(millis);
  if (!span) return t('time.now');
  const n = String(span.n);
  return millis < 0
    ? t(`time.ago.${span.unit}`, { n })
    : t(`time.in.${span.unit}`, { n });
}

/** "in 3 h" or "5 h late". */
export function dueWords(t: T, dueAt: string, now: number): string {
  const millis = Date.parse(dueAt) - now;
  const span = spanOf(millis);
  if (!span) return millis < 0 ? t('time.momentsLate') : t('time.soon');
  const n = String(span.n);
  return millis < 0
    ? t(`time.late.${span.unit}`, { n })
    : t(`time.in.${span.unit}`, { n });
}

/** "48 h" for `PT48H`. */
export function durationWords(t: T, iso: string): string {
  return spanWords(t, durationToMillis(iso));
}

/** "2 h" for two hours of milliseconds. */
export function spanWords(t: T, millis: number): string {
  const span = spanOf(millis) ?? { unit: 'minutes', n: 1 };
  return t(`time.span.${span.unit}`, { n: String(span.n) });
}

/** The whole time, for whoever wants to know exactly. */
export function exactTime(at: string): string {
  return new Date(at).toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

/** The time of day to the second. */
export function clockTime(at: string): string {
  return new Date(at).toLocaleTimeString(undefined, { timeStyle: 'medium' });
}

/** The day, with its weekday. */
export function dayOf(at: string): string {
  return new Date(at).toLocaleDateString(undefined, { dateStyle: 'full' });
}
