import { BenchContext, Row } from './bench';
import { cpuSeconds } from './cpu';
import { Burst, burst, Call } from './load';

/** What one line of a table measures. */
export interface Measurement {
  what: string;
  clients: number;
  expected: number;
  /** Makes the source of calls for a burst. */
  next(): Call | undefined;
  /** Seconds of a burst. Default 10. */
  seconds?: number;
}

const BURSTS = 3;
const WARM_UP_SECONDS = 3;

/**
 * Warms up, then measures three bursts and gives the median one, with the use
 * of the processors beside it: 100 % is one processor.
 */
export async function measure(
  { portalUrl, backendPid }: BenchContext,
  measurement: Measurement,
): Promise<Row> {
  const { clients, expected, next, seconds = 10 } = measurement;
  const shared = { url: portalUrl, clients, expected, next };
  await burst({ ...shared, seconds: WARM_UP_SECONDS });
  const results: (Burst & { cpu: string })[] = [];
  for (let index = 0; index < BURSTS; index++) {
    const before = cpuSeconds(backendPid);
    const began = Date.now();
    const result = await burst({ ...shared, seconds });
    const took = (Date.now() - began) / 1_000;
    const after = cpuSeconds(backendPid);
    const use = (part: keyof typeof after) =>
      Math.round(((after[part] - before[part]) / took) * 100);
    results.push({
      ...result,
      cpu: `${use('backend')} / ${use('postgres')} / ${use('generator')}`,
    });
  }
  results.sort((a, b) => a.perSecond - b.perSecond);
  const median = results[Math.floor(BURSTS / 2)];
  return {
    what: measurement.what,
    clients,
    'per second': Math.round(median.perSecond),
    'p50 ms': median.p50.toFixed(1),
    'p95 ms': median.p95.toFixed(1),
    'p99 ms': median.p99.toFixed(1),
    'CPU % node / pg / load': median.cpu,
    'other answers': Object.entries(median.others)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', '),
  };
}
