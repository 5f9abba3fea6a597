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
    await sendChunks(response, reply.chunks);
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

async function sendChunks(
  response: Response,
  chunks: AsyncIterable<string>,
): Promise<void> {
  try {
    await pipeline(Readable.from(chunks), response);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Whoever asked has gone: nobody is left to tell, and nothing is wrong.
    if (code !== 'ERR_STREAM_PREMATURE_CLOSE') {
      throw error;
    }
  }
}
