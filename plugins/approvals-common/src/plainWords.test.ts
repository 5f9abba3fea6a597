import { z } from 'zod';
import { plainWords } from './plainWords';

/** What is said of an input, each with its place. */
function saidOf(schema: z.ZodType, input: unknown): string[] {
  const { error } = schema.safeParse(input, { error: plainWords });
  return (error?.issues ?? []).map(({ path, message }) =>
    [...path, message].join(' '),
  );
}

const quorum = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('all') }),
  z.object({ mode: z.literal('count') }),
]);

describe('what is wrong', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['must be an object', z.strictObject({}), []],
    ['must be an object', z.record(z.string(), z.string()), null],
    ['must be given', z.strictObject({}), undefined],
    ['a must be given', z.object({ a: z.string() }), {}],
    ['a must be given', z.object({ a: z.enum(['b']) }), {}],
    ['a must be given', z.object({ a: quorum }), {}],
    ['must be a list', z.array(z.string()), {}],
    ['must be text', z.string(), 7],
    ['must be a number', z.number(), '7'],
    ['must be a whole number', z.int(), 1.5],
    ['must be true or false', z.boolean(), 'true'],
    ['must be date', z.date(), 'today'],
    ["must be one of 'all', 'count'", z.enum(['all', 'count']), 'some'],
    ["must be 'all'", z.literal('all'), 'some'],
    ["mode must be one of 'all', 'count'", quorum, { mode: 'some' }],
    ['must not be empty', z.string().min(1), ''],
    ['must not be empty', z.array(z.string()).min(1), []],
    ['must have at least 2 characters', z.string().min(2), 'a'],
    ['must have at most 2 characters', z.string().max(2), 'abc'],
    ['must have at most 1 entry', z.array(z.string()).max(1), ['a', 'b']],
    ['must be at least 1', z.int().min(1), 0],
    ['must be at most 100', z.int().max(100), 101],
    ['must match /^a$/', z.string().regex(/^a$/), 'b'],
    ['must be written as uuid', z.uuid(), 'b'],
    ['is not known here', z.strictObject({}), { a: 1 }],
    [
      ' as a key, must not be empty',
      z.record(z.string().min(1), z.string()),
      { '': 'a' },
    ],
    ['must be even', z.int().refine(n => n % 2 === 0, 'must be even'), 1],
    ['must be an a', z.string().regex(/^a$/, { error: 'must be an a' }), 'b'],
  ])('is told as "%s"', (words, schema, input) => {
    expect(saidOf(schema, input)).toEqual([words]);
  });

  it('is told in the words of Zod where there are no plainer ones', () => {
    expect(saidOf(z.number().multipleOf(2), 1)).toEqual([
      'Invalid number: must be a multiple of 2',
    ]);
  });
});
