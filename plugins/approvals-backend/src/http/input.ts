import {
  parsePlainly,
  toPointer,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';
import { ApprovalsRefusal } from './errors';

/** Enough for a person to mend; a hostile body could have a fault per byte. */
const MOST_ISSUES = 50;

/**
 * What a schema makes of an input.
 *
 * @param what - what the whole of it is called
 * @throws ApprovalsRefusal INVALID_INPUT with every fault and its place.
 */
export function parseInput<T extends z.ZodType>(
  schema: T,
  input: unknown,
  what: string = 'input',
): z.output<T> {
  const parsed = parsePlainly(schema, input);
  if (parsed.success) {
    return parsed.data;
  }
  const issues = parsed.issues
    .slice(0, MOST_ISSUES)
    .map(({ path, message }) => ({ path: toPointer(path), message }));
  const [{ path, message }] = issues;
  throw new ApprovalsRefusal('INVALID_INPUT', `${path || what}: ${message}`, {
    issues,
  });
}

/**
 * A query string as an object: a key that comes several times gives a list.
 * Nothing in brackets gets a meaning.
 */
export function readQuery(url: string): Record<string, string | string[]> {
  const start = url.indexOf('?');
  const search = new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
  const entries = [...new Set(search.keys())].map(key => {
    const values = search.getAll(key);
    return [key, values.length > 1 ? values : values[0]] as const;
  });
  return Object.fromEntries(entries);
}
