import { z } from 'zod';

const TYPES: Record<string, string> = {
  object: 'an object',
  record: 'an object',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** What has a size is counted in these: one, and several. */
const UNITS: Record<string, [string, string]> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
};

/**
 * What Zod finds wrong, as the rest of a sentence that begins with the place,
 * such as "must be text". What a schema says in its own words stays.
 */
export const plainWords: z.core.$ZodErrorMap = issue => {
  if (issue.input === undefined) {
    return 'must be given';
  }
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return mustBeOneOf(issue.values);
    case 'too_small':
      return mustHave(issue.origin, 'at least', issue.minimum);
    case 'too_big':
      return mustHave(issue.origin, 'at most', issue.maximum);
    case 'invalid_format':
      return issue.format === 'regex'
        ? `must match ${issue.pattern}`
        : `must be written as ${issue.format}`;
    case 'unrecognized_keys':
      return 'is not known here';
    case 'invalid_key':
      return `as a key, ${issue.issues[0].message}`;
    case 'invalid_union':
      return issue.inclusive !== false && issue.options
        ? mustBeOneOf(issue.options)
        : undefined;
    default:
      return undefined;
  }
};

function mustBeOneOf(values: readonly z.core.util.Primitive[]): string {
  const written = values.map(value => `'${String(value)}'`);
  return written.length === 1
    ? `must be ${written[0]}`
    : `must be one of ${written.join(', ')}`;
}

function mustHave(
  origin: string,
  side: 'at least' | 'at most',
  limit: number | bigint,
): string {
  const units = UNITS[origin];
  if (!units) {
    return `must be ${side} ${limit}`;
  }
  return side === 'at least' && limit === 1
    ? 'must not be empty'
    : `must have ${side} ${limit} ${units[limit === 1 ? 0 : 1]}`;
}
