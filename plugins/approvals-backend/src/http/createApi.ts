import { HttpAuthService, LoggerService } from '@backstage/backend-plugin-api';
import {
  Operation,
  operations,
} from '@countersign/backstage-plugin-approvals-common';
import { Request, Response, Router } from 'express';
import { z } from 'zod';
import { ApiAudit } from './ApiAudit';
import { Caller, callerOf } from './caller';
import { ApprovalsRefusal } from './errors';
import { errorHandler } from './errorHandler';
import { Idempotency } from './Idempotency';
import { Once } from './IdempotencyStore';
import { parseInput, readQuery } from './input';
import { rawBody, readJson } from './jsonBody';
import { openApiDocument } from './openapi/document';
import { notFound, ParamsOf, readParams } from './params';
import { RateLimit } from './RateLimit';
import { Reply, StreamReply } from './Reply';
import { sendReply } from './sendReply';

type ParsedBy<T> = T extends z.ZodType ? z.output<T> : never;

/** What a route's handler gets. */
export type RouteInput<T extends Operation> = {
  /** Already known to look like ids, keys and numbers. */
  params: ParamsOf<T['path']>;
  /** Reads the query. @throws ApprovalsRefusal INVALID_INPUT */
  query: () => ParsedBy<T['query']>;
  /**
   * Reads the body, when it is its turn: a caller who may not act, or asks
   * for what is not there, is told that first.
   *
   * @throws ApprovalsRefusal INVALID_INPUT
   */
  body: () => ParsedBy<T['body']>;
  caller: Caller;
  request: Request;
  /** Ends what takes long when nobody waits for the answer any more. */
  gone: () => AbortSignal;
  /** Given to a POST under an Idempotency-Key. */
  once?: Once;
};

type ResultOf<T extends Operation> = T extends {
  response: infer R extends z.ZodType;
}
  ? z.output<R>
  : void;

/** Serves an operation. The result goes out with the operation's status; a {@link Reply} has its own. */
export type Route = <T extends Operation>(
  operation: T,
  handler: (input: RouteInput<T>) => Promise<ResultOf<T> | Reply | StreamReply>,
) => void;

/** The plugin's routes while they are being laid. */
export type Api = {
  route: Route;
  /**
   * The router with all its routes.
   *
   * @throws Error when an operation of the contract has no route.
   */
  finish(): Router;
};

/** Turns an answer into something that only this plugin can read, and back. */
export type Protection = {
  seal(answer: unknown): unknown;
  open(sealed: unknown): unknown;
};

type ApiOptions = {
  httpAuth: HttpAuthService;
  logger: LoggerService;
  audit: ApiAudit;
  idempotency: Idempotency;
  rateLimit: RateLimit;
  /** Encrypts what an idempotency key remembers of an answer that holds a secret. */
  secrets: Protection;
  /** Milliseconds. */
  clock?: () => number;
};

/** Makes the router of the plugin; the rooms add their routes to it. */
export function createApi(options: ApiOptions): Api {
  const router = Router();
  const served = new Set<Operation>();
  router.use(rawBody());
  const lay = (
    operation: Operation,
    serve: (request: Request, response: Response) => Promise<void>,
  ) => {
    served.add(operation);
    router[VERBS[operation.method]](
      operation.path,
      (request: Request, response: Response, next) => {
        serve(request, response).catch(next);
      },
    );
  };
  lay(operations.getOpenApi, async (_, response) => {
    sendReply(response, new Reply(200, openApiDocument()));
  });
  return {
    route: (operation, handler) =>
      lay(operation, (request, response) =>
        serveOperation(options, operation, handler, request, response),
      ),
    finish: () => {
      const missing = Object.values(operations).filter(
        operation => !served.has(operation),
      );
      if (missing.length > 0) {
        const names = missing.map(({ method, path }) => `${method} ${path}`);
        throw new Error(`No route serves ${names.join(', ')}`);
      }
      router.use(() => {
        throw notFound();
      });
      router.use(errorHandler(options.logger));
      return router;
    },
  };
}

const VERBS = {
  GET: 'get',
  POST: 'post',
  PATCH: 'patch',
  DELETE: 'delete',
} as const;

const NO_QUERY = z.strictObject({});

async function serveOperation<T extends Operation>(
  options: ApiOptions,
  operation: T,
  handler: (input: RouteInput<T>) => Promise<unknown>,
  request: Request,
  response: Response,
): Promise<void> {
  const { httpAuth, rateLimit, audit, clock = Date.now } = options;
  const caller = await callerOf(httpAuth, request);
  if (operation.method !== 'GET') {
    limitWrites(rateLimit, caller, clock());
  }
  const params = readParams(request.params) as ParamsOf<T['path']>;
  const query = () =>
    parseInput(operation.query ?? NO_QUERY, readQuery(request.url)) as ParsedBy<
      T['query']
    >;
  if (!operation.query) {
    query();
  }
  const body = () =>
    parseInput(
      operation.body ?? NO_QUERY,
      readJson(request),
      'body',
    ) as ParsedBy<T['body']>;
  const work = async (once?: Once) => {
    const result = await handler({
      params,
      query,
      body,
      caller,
      request,
      gone: () => goneSignal(response),
      once,
    });
    return result instanceof Reply || result instanceof StreamReply
      ? result
      : new Reply(operation.status, result);
  };
  await audit.watch({ operation, request, params, caller }, async () => {
    const served = await answer(options, operation, caller, request, work);
    if (served.replayed) {
      response.setHeader('Idempotency-Replayed', 'true');
    }
    await sendReply(response, served.reply);
    return served;
  });
}

/** Does the work, or finds what the same POST was answered before. */
async function answer(
  { idempotency, secrets }: ApiOptions,
  operation: Operation,
  caller: Caller,
  request: Request,
  work: (once?: Once) => Promise<Reply | StreamReply>,
): Promise<{ reply: Reply | StreamReply; replayed?: boolean }> {
  const key = request.get('idempotency-key');
  if (key === undefined || operation.method !== 'POST') {
    return { reply: await work() };
  }
  const post = { caller, path: request.path, key, body: bodyOf(request) };
  const { answer: found, replayed } = await idempotency.run(
    post,
    async once => {
      const { status, body: answerBody } = (await work(once)) as Reply;
      return {
        status,
        body: operation.secret ? secrets.seal(answerBody) : answerBody,
      };
    },
  );
  const body = operation.secret ? secrets.open(found.body) : found.body;
  return { reply: new Reply(found.status, body), replayed };
}

function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}

function limitWrites(limit: RateLimit, caller: Caller, now: number): void {
  const wait = limit.take(`${caller.kind}:${caller.ref}`, now);
  if (wait > 0) {
    throw new ApprovalsRefusal('TOO_MANY', 'Too many writes at once', {
      retryAfter: Math.ceil(wait / 1_000),
    });
  }
}

/** What an idempotency key remembers of a body: a broken one is told apart by its bytes. */
function bodyOf(request: Request): unknown {
  try {
    return readJson(request);
  } catch {
    return { bytes: (request.body as Buffer).toString('base64') };
  }
}
