import { z } from 'zod';
import { plainWords } from './plainWords';

/** Something wrong, and where. */
export type PlainIssue = { path: PropertyKey[]; message: string };

/** What came of an input. */
export type PlainlyParsed<T> =
  | { success: true; data: T }
  | { success: false; issues: PlainIssue[] };

/**
 * Parses as a schema does, and says in plain words what is wrong: each unknown
 * key at a place of its own, and of a union the branch that was likely meant.
 */
export function parsePlainly<T extends z.ZodType>(
  schema: T,
  input: unknown,
): PlainlyParsed<z.output<T>> {
  const parsed = schema.safeParse(input, { error: plainWords });
  return parsed.success
    ? parsed
    : { success: false, issues: parsed.error.issues.flatMap(toPlain) };
}

function toPlain(issue: z.core.$ZodIssue): PlainIssue[] {
  const { path, message } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => ({ path: [...path, key], message }));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const deepest = issue.errors.reduce((best, branch) =>
      depth(branch) > depth(best) ? branch : best,
    );
    return deepest.flatMap(part =>
      toPlain({ ...part, path: [...path, ...part.path] }),
    );
  }
  return [{ path, message }];
}

function depth(branch: z.core.$ZodIssue[]): number {
  return Math.max(0, ...branch.map(({ path }) => path.length));
}
