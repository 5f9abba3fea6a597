import {
  ERROR_STATUS,
  Operation,
} from '@countersign/backstage-plugin-approvals-common';
import { Json } from './schemas';

const REASONS: Record<number, string> = {
  400: 'The input is not right',
  401: 'Not signed in',
  403: 'Not allowed',
  404: 'Not there, or not for the caller to see',
  409: 'Not in the state that this needs',
  413: 'The body is over 256 KiB',
  429: 'Too many writes at once',
  431: 'The address is too long: refused by the server before this API',
  503: 'Something that this needs is away',
};

/** The error body: Backstage's, with a stable code and, for bad input, the places. */
export const errorSchema: Json = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['name', 'message'],
      properties: {
        name: { type: 'string' },
        message: { type: 'string' },
        code: {
          type: 'string',
          enum: Object.keys(ERROR_STATUS),
          description: 'absent where Backstage answered before this plugin did',
        },
        issues: {
          type: 'array',
          items: {
            type: 'object',
            required: ['path', 'message'],
            properties: {
              path: { type: 'string', description: 'JSON Pointer (RFC 6901)' },
              message: { type: 'string' },
            },
          },
        },
        details: { type: 'object' },
      },
    },
    request: { type: 'object' },
    response: { type: 'object' },
  },
};

/** An answer for each status that is a refusal, naming its codes. */
export function refusalResponses(): Json {
  return Object.fromEntries(
    Object.entries(REASONS).map(([status, reason]) => [
      `Refusal${status}`,
      {
        description: [reason, codesOf(Number(status)).join(', ')]
          .filter(Boolean)
          .join(': '),
        ...(status === '429' && {
          headers: {
            'Retry-After': {
              description: 'seconds',
              schema: { type: 'integer' },
            },
          },
        }),
        ...(codesOf(Number(status)).length > 0 && {
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/Error' },
              example: exampleOf(Number(status), reason),
            },
          },
        }),
      },
    ]),
  );
}

/** The refusals that an operation can answer. */
export function refusalsOf({ method, path, query, open }: Operation): Json {
  const writes = method !== 'GET';
  const statuses = open
    ? [503]
    : [
        400,
        401,
        403,
        ...(path.includes(':') || writes ? [404] : []),
        ...(writes ? [409, 413, 429] : []),
        ...(query ? [431] : []),
        503,
      ];
  return Object.fromEntries(
    statuses.map(status => [
      status,
      { $ref: `#/components/responses/Refusal${status}` },
    ]),
  );
}

function codesOf(status: number): string[] {
  return Object.entries(ERROR_STATUS)
    .filter(([, of]) => of === status)
    .map(([code]) => code);
}

function exampleOf(status: number, message: string): Json {
  const [code] = codesOf(status);
  return {
    error: { name: 'Error', message, code },
    response: { statusCode: status },
  };
}
