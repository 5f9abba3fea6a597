import http from 'node:http';
import { AddressInfo } from 'node:net';

/** A message as it came in. */
export type Received = {
  headers: Record<string, string>;
  body: string;
};

/** A receiver of webhooks on this machine. */
export type Receiver = {
  url: string;
  /** All that came, the oldest first. */
  received: Received[];
  /** Answers with this status from now on; 200 at first. */
  answerWith(status: number): void;
  close(): Promise<void>;
};

/** Starts a receiver on a free port of the loopback address. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let status = 200;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      received.push({
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(
        status === 200
          ? '{"started":true}'
          : '{"error":"The pipeline is being repaired"}',
      );
    });
  });
  await new Promise<void>(done => {
    server.listen(0, '127.0.0.1', done);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    answerWith(next) {
      status = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise(done => server.close(done));
    },
  };
}
