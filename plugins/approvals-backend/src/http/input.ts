import {
  Issue,
  toPointer,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';
import { ApprovalsRefusal } from './errors';

/** Enough for a person to mend; a hostile body could have a fault per byte. */
const MOST_ISSUES = 50;

/**
 * What a schema makes of an input.
 *
 * @throws ApprovalsRefusal INVALID_INPUT with every fault and its place.
 */
export function parseInput<T extends z.ZodType>(
  schema: T,
  input: unknown,
): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) {
    return parsed.data;
  }
  const issues = parsed.error.issues.flatMap(toIssues).slice(0, MOST_ISSUES);
  const [{ path, message }] = issues;
  throw new ApprovalsRefusal(
    'INVALID_INPUT',
    path ? `${path}: ${message}` : message,
    { issues },
  );
}

/** A Zod issue, with a path of its own for each unknown key, and a union's likeliest branch. */
function toIssues(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({
      path: toPointer([...issue.path, key]),
      message: 'is not known here',
    }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const deepest = issue.errors.reduce((best, branch) =>
      depth(branch) > depth(best) ? branch : best,
    );
    return deepest.flatMap(part =>
      toIssues({ ...part, path: [...issue.path, ...part.path] }),
    );
  }
  return [{ path: toPointer(issue.path), message: issue.message }];
}

function depth(branch: z.core.$ZodIssue[]): number {
  return Math.max(0, ...branch.map(({ path }) => path.length));
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
