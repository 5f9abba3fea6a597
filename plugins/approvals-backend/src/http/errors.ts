import {
  ERROR_STATUS,
  ErrorCode,
  Issue,
} from '@countersign/backstage-plugin-approvals-common';

/** The names of `@backstage/errors` by status: Backstage knows its errors by name. */
const NAMES: Record<number, string> = {
  400: 'InputError',
  401: 'AuthenticationError',
  403: 'NotAllowedError',
  404: 'NotFoundError',
  409: 'ConflictError',
  413: 'PayloadTooLargeError',
  429: 'TooManyRequestsError',
  503: 'ServiceUnavailableError',
};

/** What a refusal can carry besides its code. */
export type RefusalOptions = {
  /** Faults of the input, each with a JSON Pointer. */
  issues?: Issue[];
  /** What a client can go on with, such as the id of the request that is open already. */
  details?: Record<string, unknown>;
  /** Seconds after which another try makes sense. */
  retryAfter?: number;
  cause?: unknown;
};

/**
 * The one error that leaves the plugin. Its `code` tells clients what
 * happened, its `name` tells Backstage.
 */
export class ApprovalsRefusal extends Error {
  readonly code: ErrorCode;
  readonly statusCode: number;
  readonly issues?: Issue[];
  readonly details?: Record<string, unknown>;
  readonly retryAfter?: number;

  constructor(code: ErrorCode, message: string, options: RefusalOptions = {}) {
    super(
      message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.statusCode = ERROR_STATUS[code];
    this.name = NAMES[this.statusCode];
    this.issues = options.issues;
    this.details = options.details;
    this.retryAfter = options.retryAfter;
  }
}
