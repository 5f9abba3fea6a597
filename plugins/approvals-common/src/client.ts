import { z } from 'zod';
import { ErrorCode, Issue } from './errors';
import { Operation, OperationName, operations, Operations } from './operations';

type ParamNames<Path extends string> =
  Path extends `${string}:${infer Name}/${infer Rest}`
    ? Name | ParamNames<`/${Rest}`>
    : Path extends `${string}:${infer Name}`
    ? Name
    : never;

type Params<T extends Operation> = [ParamNames<T['path']>] extends [never]
  ? unknown
  : { params: Record<ParamNames<T['path']>, string | number> };
type Query<T extends Operation> = T extends { query: z.ZodType }
  ? { query?: z.input<T['query']> }
  : unknown;
type Body<T extends Operation> = T extends { body: z.ZodType }
  ? { body: z.input<T['body']> }
  : unknown;

/** What a route takes. */
export type OperationArgs<K extends OperationName> = Params<Operations[K]> &
  Query<Operations[K]> &
  Body<Operations[K]> & { idempotencyKey?: string; signal?: AbortSignal };

/** What a route answers. */
export type OperationResult<K extends OperationName> = Operations[K] extends {
  response: infer R extends z.ZodType;
}
  ? z.output<R>
  : void;

/** Every route as a method: `client.decideTask({ params: { id }, body: { decision: 'approve' } })`. */
export type ApprovalsClient = {
  [K in OperationName]: (args: OperationArgs<K>) => Promise<OperationResult<K>>;
};

/** A refusal or failure of the API. `code` is absent where the answer did not come from the plugin. */
export class ApprovalsError extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly issues: Issue[];
  readonly body: unknown;

  constructor(status: number, body: unknown) {
    const error = errorPart(body);
    super(error.message ?? `The server answered ${status}`);
    this.name = 'ApprovalsError';
    this.status = status;
    this.code = error.code ?? codeByStatus(status);
    this.issues = error.issues ?? [];
    this.body = body;
  }
}

type ErrorPart = { message?: string; code?: ErrorCode; issues?: Issue[] };

function errorPart(body: unknown): ErrorPart {
  const error = (body as { error?: ErrorPart } | undefined)?.error;
  return typeof error === 'object' && error !== null ? error : {};
}

/** Backstage answers some faults before our router does, without our code. */
function codeByStatus(status: number): ErrorCode {
  const codes: Record<number, ErrorCode> = {
    401: 'UNAUTHENTICATED',
    403: 'NOT_ALLOWED',
    404: 'NOT_FOUND',
    413: 'TOO_LARGE',
    429: 'TOO_MANY',
    503: 'UNAVAILABLE',
  };
  return codes[status] ?? (status >= 500 ? 'UNAVAILABLE' : 'INVALID_INPUT');
}

type CallArgs = {
  params?: Record<string, string | number>;
  query?: Record<string, string | string[] | undefined>;
  body?: unknown;
  idempotencyKey?: string;
  signal?: AbortSignal;
};

/**
 * The typed client of the HTTP API.
 *
 * @param options.baseUrl - gives the plugin's address, such as `http://localhost:7007/api/approvals`
 * @param options.fetch - adds the caller's credentials; the global `fetch` by default
 */
export function createApprovalsClient(options: {
  baseUrl: () => Promise<string> | string;
  fetch?: typeof fetch;
}): ApprovalsClient {
  const call = async (operation: Operation, args: CallArgs) => {
    const url = `${await options.baseUrl()}${pathOf(operation, args)}`;
    const response = await (options.fetch ?? fetch)(url, {
      method: operation.method,
      signal: args.signal,
      headers: {
        ...(operation.body && { 'content-type': 'application/json' }),
        ...(args.idempotencyKey && { 'idempotency-key': args.idempotencyKey }),
      },
      body: operation.body ? JSON.stringify(args.body ?? {}) : undefined,
    });
    const body = response.status === 204 ? undefined : await readJson(response);
    if (!response.ok) {
      throw new ApprovalsError(response.status, body);
    }
    return body;
  };
  const methods = Object.entries(operations).map(([name, operation]) => [
    name,
    (args: CallArgs = {}) => call(operation, args),
  ]);
  return Object.fromEntries(methods) as ApprovalsClient;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

function pathOf(operation: Operation, { params, query }: CallArgs): string {
  const path = operation.path.replace(/:(\w+)/g, (_, name) =>
    encodeURIComponent(String(params?.[name] ?? '')),
  );
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    for (const item of [value].flat()) {
      if (item !== undefined) {
        search.append(key, item);
      }
    }
  }
  return search.size > 0 ? `${path}?${search}` : path;
}
