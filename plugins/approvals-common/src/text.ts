import { z } from 'zod';
import { LIMITS } from './limits';

/** NUL cannot be stored by PostgreSQL; a lone surrogate has no UTF-8 form, so no stable hash. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/** A string without NUL and lone surrogates, 1 to `max` UTF-16 code units long. */
export const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine(value => !UNSTORABLE.test(value), {
      error: 'must not contain NUL or half of a surrogate pair',
    });

/** Free words of a person: trimmed, and absent when nothing is left. */
export const words = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine(value => !UNSTORABLE.test(value), {
      error: 'must not contain NUL or half of a surrogate pair',
    });

/** An http or https address. */
export const link = () =>
  text(LIMITS.link).refine(isWebLink, {
    error: 'must be an http or https address',
  });

function isWebLink(value: string): boolean {
  try {
    const { protocol } = new URL(value);
    return protocol === 'https:' || protocol === 'http:';
  } catch {
    return false;
  }
}

/** What is wrong inside a JSON value, and where. */
export type JsonFault = { path: (string | number)[]; message: string };

/**
 * The first thing in a JSON value that cannot be stored or hashed: too deep, a
 * number too large (`1e400` is read as infinity), an unstorable string or key,
 * or the key `__proto__`, which copies would lose.
 */
export function jsonFault(
  value: unknown,
  path: (string | number)[] = [],
): JsonFault | undefined {
  if (typeof value === 'string') {
    return UNSTORABLE.test(value)
      ? { path, message: 'must not contain NUL or half of a surrogate pair' }
      : undefined;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { path, message: 'must be a number that fits into 64 bits' };
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  if (path.length >= LIMITS.depth) {
    return { path, message: `must not be nested deeper than ${LIMITS.depth}` };
  }
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value);
  for (const [key, item] of entries) {
    const isBadKey =
      typeof key === 'string' && (UNSTORABLE.test(key) || key === '__proto__');
    const fault = isBadKey
      ? { path, message: 'must not have a key with NUL or named __proto__' }
      : jsonFault(item, [...path, key]);
    if (fault) {
      return fault;
    }
  }
  return undefined;
}

/** A JSON object within the limits of {@link jsonFault}. */
export const jsonObject = () =>
  z.record(z.string(), z.unknown()).superRefine((value, ctx) => {
    const fault = jsonFault(value);
    if (fault) {
      ctx.addIssue({ code: 'custom', ...fault });
    }
  });
