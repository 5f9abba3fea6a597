import http from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** One HTTP call of a load. */
export interface Call {
  method: 'GET' | 'POST';
  path: string;
  token: string;
  body?: unknown;
}

/** What a burst of calls came to. Times are milliseconds. */
export interface Burst {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  /** Answers by status, without the expected one. */
  others: Record<number, number>;
}

interface BurstOptions {
  url: string;
  /** Connections that send one call after the other. */
  clients: number;
  seconds: number;
  expected: number;
  /** The next call; undefined ends the burst early. */
  next(): Call | undefined;
  /** Calls that all clients together begin in a second at most; as many as they can when left out. */
  pace?: number;
}

/**
 * Sends calls for some seconds over connections that stay open, and times
 * each from the first byte sent to the last one received.
 */
export async function burst(options: BurstOptions): Promise<Burst> {
  const agent = new http.Agent({
    keepAlive: true,
    maxSockets: options.clients,
  });
  const times: number[] = [];
  const others: Record<number, number> = {};
  const began = performance.now();
  const until = began + options.seconds * 1_000;
  let turn = 0;
  const client = async () => {
    while (performance.now() < until) {
      let due: number | undefined;
      if (options.pace) {
        due = began + (turn++ * 1_000) / options.pace;
        await sleep(Math.max(0, due - performance.now()));
      }
      const call = options.next();
      if (!call) {
        return;
      }
      // With a pace, whoever has to wait for a free client waits as well.
      const sent = due ?? performance.now();
      const status = await send(options.url, agent, call);
      times.push(performance.now() - sent);
      if (status !== options.expected) {
        others[status] = (others[status] ?? 0) + 1;
      }
    }
  };
  await Promise.all(Array.from({ length: options.clients }, client));
  const took = (performance.now() - began) / 1_000;
  agent.destroy();
  if (times.length === 0) {
    throw new Error('There was nothing left to send: prepare more');
  }
  times.sort((a, b) => a - b);
  return {
    perSecond: times.length / took,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    others,
  };
}

function percentile(sorted: number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

function send(url: string, agent: http.Agent, call: Call): Promise<number> {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${url}${call.path}`,
      {
        method: call.method,
        agent,
        headers: {
          authorization: `Bearer ${call.token}`,
          ...(body !== undefined && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          }),
        },
      },
      response => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** Does work for each item, so many at a time. */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of queue) {
        await work(item);
      }
    }),
  );
}
