import { ID_SHAPE } from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';
import { Json, toSchema } from './schemas';

const SHAPES: Record<string, Json> = {
  id: { type: 'string', pattern: ID_SHAPE.source },
  key: { type: 'string', pattern: '^[a-z0-9][a-z0-9._-]{0,127}$' },
  index: { type: 'integer', minimum: 0 },
  version: { type: 'integer', minimum: 1 },
};

/** The parameters in a path. */
export function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: SHAPES[name],
  }));
}

/** The parameters of a query. */
export function queryParameters(
  query: z.ZodType | undefined,
  named: Json,
): Json[] {
  if (!query) {
    return [];
  }
  const { properties, required = [] } = toSchema(query, 'input', named) as {
    properties: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(schema.description !== undefined && {
      description: schema.description,
    }),
    schema,
  }));
}

/** Takes a POST's repetition for what it is. */
export const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'The same key and body again within 24 hours give the first answer, with `Idempotency-Replayed: true`',
  schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
};
