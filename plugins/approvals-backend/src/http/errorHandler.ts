import { LoggerService } from '@backstage/backend-plugin-api';
import { ErrorCode } from '@countersign/backstage-plugin-approvals-common';
import { ErrorRequestHandler, Request } from 'express';
import { isDatabaseAway } from '../database';
import { ApprovalsRefusal } from './errors';
import { notFound } from './params';

/** Errors of Backstage's own services that mean the same as one of our codes. */
const CODES: Record<string, ErrorCode> = {
  InputError: 'INVALID_INPUT',
  AuthenticationError: 'UNAUTHENTICATED',
  NotAllowedError: 'NOT_ALLOWED',
  NotFoundError: 'NOT_FOUND',
  ServiceUnavailableError: 'UNAVAILABLE',
};

type Foreign = {
  name?: string;
  message?: string;
  type?: string;
  /** Of `http-errors`: true where the sender is at fault. */
  expose?: boolean;
};

/** Sends whatever was thrown as Backstage's error body, with our code. */
export function errorHandler(logger: LoggerService): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.closed && error?.name === 'AbortError') {
      // Whoever asked has gone, and the work was ended for that.
      return;
    }
    const refusal = asRefusal(error);
    if (!refusal || refusal.statusCode >= 500) {
      logger.error(`${request.method} ${request.path} failed`, error);
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    if (refusal?.retryAfter !== undefined) {
      response.setHeader('retry-after', refusal.retryAfter);
    }
    const statusCode = refusal?.statusCode ?? 500;
    response.status(statusCode).json(errorBody(refusal, statusCode, request));
  };
}

function errorBody(
  refusal: ApprovalsRefusal | undefined,
  statusCode: number,
  request: Request,
) {
  const error = refusal
    ? {
        name: refusal.name,
        message: refusal.message,
        code: refusal.code,
        issues: refusal.issues,
        details: refusal.details,
      }
    : { name: 'Error', message: 'Something went wrong; the log says more' };
  return {
    error,
    request: { method: request.method, url: request.originalUrl },
    response: { statusCode },
  };
}

/** What the caller is told; undefined for a fault of our own. */
export function asRefusal(error: unknown): ApprovalsRefusal | undefined {
  if (error instanceof ApprovalsRefusal) {
    return error;
  }
  if (isServiceAway(error)) {
    return new ApprovalsRefusal(
      'UNAVAILABLE',
      'A service that this needs does not answer: try again in a moment',
      { cause: error, retryAfter: 1 },
    );
  }
  if (isDatabaseAway(error)) {
    return new ApprovalsRefusal(
      'UNAVAILABLE',
      'The database cannot be reached: try again in a moment',
      { cause: error, retryAfter: 1 },
    );
  }
  const { name, message, type, expose } = (error ?? {}) as Foreign;
  if (type === 'entity.too.large') {
    return new ApprovalsRefusal('TOO_LARGE', 'The body is over 256 KiB');
  }
  if (error instanceof URIError) {
    return notFound();
  }
  if (name !== undefined && Object.hasOwn(CODES, name)) {
    return new ApprovalsRefusal(CODES[name], message ?? '', { cause: error });
  }
  // What the body parser refuses: a broken encoding, a body cut short.
  return expose === true
    ? new ApprovalsRefusal('INVALID_INPUT', message ?? '', { cause: error })
    : undefined;
}

/** True when Backstage's permission, catalog or user service failed, or could not be reached. */
function isServiceAway(error: unknown): boolean {
  const { name, message } = (error ?? {}) as Foreign;
  return (
    name === 'ResponseError' ||
    name === 'FetchError' ||
    (error instanceof TypeError && message === 'fetch failed')
  );
}
