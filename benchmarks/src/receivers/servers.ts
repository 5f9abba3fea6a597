import http from 'node:http';
import { AddressInfo } from 'node:net';
import { RECEIVERS, SLOW_AFTER, SLOW_ONES } from './Receivers';

// Receivers of webhooks, in a process of their own. The last one is slow.
// Asked over IPC, it tells when messages came to each: milliseconds.
const arrivals: number[][] = Array.from({ length: RECEIVERS }, () => []);

async function listen(index: number): Promise<number> {
  const delay = index < RECEIVERS - SLOW_ONES ? 0 : SLOW_AFTER;
  const server = http.createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      arrivals[index].push(Date.now());
      const answer = () => response.writeHead(204).end();
      if (delay > 0) {
        setTimeout(answer, delay);
      } else {
        answer();
      }
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function main(): Promise<void> {
  const ports = await Promise.all(arrivals.map((_, index) => listen(index)));
  process.send?.({ ports });
  process.on('message', () => {
    process.send?.({ arrivals: arrivals.map(times => times.splice(0)) });
  });
  process.on('disconnect', () => process.exit());
}

main();
