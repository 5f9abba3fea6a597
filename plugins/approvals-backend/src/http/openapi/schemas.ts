import { z } from 'zod';

/** A piece of JSON. */
export type Json = { [key: string]: unknown };

/**
 * A Zod schema as the JSON Schema of OpenAPI 3.1. Named schemas (`.meta({ id })`)
 * are collected in `named` and referred to.
 */
export function toSchema(
  schema: z.ZodType,
  io: 'input' | 'output',
  named: Json,
): Json {
  const { $schema, $defs, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => leaveOutTheObvious(jsonSchema),
  }) as Json;
  for (const [name, definition] of Object.entries($defs ?? {})) {
    named[name] = pointToComponents(definition);
  }
  const whole = pointToComponents(json) as Json;
  const { id } = whole;
  if (typeof id === 'string') {
    named[id] = whole;
    return { $ref: `#/components/schemas/${id}` };
  }
  return whole;
}

/** What every reader knows: the calendar and digits as patterns, the range of a double. */
function leaveOutTheObvious(schema: z.core.JSONSchema.BaseSchema): void {
  if (schema.format === 'date-time' || schema.type === 'integer') {
    delete schema.pattern;
  }
  if (schema.minimum === Number.MIN_SAFE_INTEGER) {
    delete schema.minimum;
  }
  if (schema.maximum === Number.MAX_SAFE_INTEGER) {
    delete schema.maximum;
  }
}

const DEFS = '#/$defs/';

function pointToComponents(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(pointToComponents);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === '$ref' && typeof item === 'string' && item.startsWith(DEFS)
        ? `#/components/schemas/${item.slice(DEFS.length)}`
        : pointToComponents(item),
    ]),
  );
}
