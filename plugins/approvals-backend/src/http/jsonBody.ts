import {
  jsonFault,
  LIMITS,
  toPointer,
} from '@countersign/backstage-plugin-approvals-common';
import express, { Request, RequestHandler } from 'express';
import { ApprovalsRefusal } from './errors';

/** Reads the body of whatever type as bytes, up to the limit; {@link readJson} makes sense of it. */
export function rawBody(): RequestHandler {
  return express.raw({ type: () => true, limit: LIMITS.bodyBytes });
}

/** Bodies that were read: several ask for the same one. */
const read = new WeakMap<Request, unknown>();

/**
 * The JSON value of a request's body; an empty object where there is none.
 *
 * @throws ApprovalsRefusal INVALID_INPUT with the place of the fault.
 */
export function readJson(request: Request): unknown {
  const bytes: unknown = request.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) {
    return {};
  }
  if (!request.is(['application/json', '+json'])) {
    throw fault('must be sent as application/json');
  }
  if (read.has(request)) {
    return read.get(request);
  }
  const value = parse(bytes);
  const wrong = jsonFault(value);
  if (wrong) {
    throw fault(wrong.message, toPointer(wrong.path));
  }
  read.set(request, value);
  return value;
}

function parse(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fault('must be UTF-8');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw fault(`must be JSON: ${(error as Error).message}`);
  }
}

function fault(message: string, path: string = ''): ApprovalsRefusal {
  return new ApprovalsRefusal('INVALID_INPUT', `The body ${message}`, {
    issues: [{ path, message }],
  });
}
