import { z } from 'zod';
import { parsePlainly } from './parsePlainly';

describe('parsePlainly', () => {
  it('gives what the schema made of the input', () => {
    const schema = z.object({ a: z.string().trim().default('b') });
    expect(parsePlainly(schema, {})).toEqual({
      success: true,
      data: { a: 'b' },
    });
  });

  it('names each unknown key at its place', () => {
    const schema = z.object({ a: z.strictObject({}) });
    expect(parsePlainly(schema, { a: { b: 1, c: 2 } })).toEqual({
      success: false,
      issues: [
        { path: ['a', 'b'], message: 'is not known here' },
        { path: ['a', 'c'], message: 'is not known here' },
      ],
    });
  });

  it('tells of the branch of a union that was likely meant, at its place', () => {
    const schema = z.object({
      a: z.union([z.literal('skipped'), z.array(z.string())]),
    });
    expect(parsePlainly(schema, { a: ['b', 7] })).toEqual({
      success: false,
      issues: [{ path: ['a', 1], message: 'must be text' }],
    });
  });
});
