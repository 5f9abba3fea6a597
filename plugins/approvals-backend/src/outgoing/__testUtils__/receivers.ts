import http, { IncomingHttpHeaders } from 'node:http';
import { AddressInfo, Server, Socket } from 'node:net';

/** What a receiver got. */
export type Received = {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** Milliseconds. */
  at: number;
};

/** Somebody on this machine who takes messages. */
export type Receiver = {
  port: number;
  /** `http://localhost:<port>` */
  url: string;
  received: Received[];
  /** How many connections were made to it. */
  connections: () => number;
  close(): Promise<void>;
};

/** How a receiver answers. */
export type Answering = (
  response: http.ServerResponse,
  received: Received,
  request: http.IncomingMessage,
) => void;

const taken: Answering = response => {
  response.writeHead(204).end();
};

/** Starts a receiver; 204 is its answer by default. */
export async function startReceiver(
  answer: Answering = taken,
): Promise<Receiver> {
  const received: Received[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const got = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        at: Date.now(),
      };
      received.push(got);
      answer(response, got, request);
    });
  });
  return { ...(await listening(server)), received };
}

/** Lets a server listen on this machine only. */
export async function listening(
  server: Server,
): Promise<Omit<Receiver, 'received'>> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', socket => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://localhost:${port}`,
    connections: () => connections,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        sockets.forEach(socket => socket.destroy());
      }),
  };
}
