import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Response } from 'express';
import { Reply, StreamReply } from './Reply';

/** Sends an answer. No proxy and no browser keeps it: it is for this caller, now. */
export async function sendReply(
  response: Response,
  reply: Reply | StreamReply,
): Promise<void> {
  response.setHeader('cache-control', 'no-store');
  if (reply instanceof StreamReply) {
    response.setHeader('content-type', reply.contentType);
    response.attachment(reply.fileName);
    response.setHeader('content-type', reply.contentType);
    await pipeline(Readable.from(reply.chunks), response);
    return;
  }
  response.statusCode = reply.status;
  if (reply.body === undefined) {
    response.end();
    return;
  }
  response.setHeader('content-type', 'application/json; charset=utf-8');
  // Not `response.json`: its ETag is hashed on each answer and nobody asks for it.
  response.end(JSON.stringify(reply.body));
}
