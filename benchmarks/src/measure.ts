import { BenchContext, Figure, Measured } from './bench';
import { cpuSeconds } from './cpu';
import { burst, Call } from './load';
import { profiled } from './profile/profiled';

/** Where calls come from, and what is right as an answer. */
export interface Load {
  expected: number;
  /** The next call; undefined ends a burst early. */
  next(): Call | undefined;
  /** Calls that all clients together begin in a second at most; as many as they can when left out. */
  pace?: number;
}

/** What one line of a table measures. */
export interface Measurement extends Load {
  what: string;
  clients: number;
  /** The same shape of route without our logic; its bursts take turns with ours. */
  floor: Load;
  /** What warms up; by default the same. */
  warmUp?: Load;
  /** Calls in a burst at most; by default as many as there is time for. */
  calls?: number;
}

/** Bursts of which the median counts. */
export const BURSTS = 3;

/** Before them. */
export const WARM_UP_SECONDS = 3;

/**
 * Warms up, then measures three bursts, each followed by one of the floor, and
 * gives the median ones: what else the machine does meanwhile is in both.
 */
export async function measure(
  context: BenchContext,
  measurement: Measurement,
): Promise<Figure> {
  const { what, clients, floor, calls, warmUp = measurement } = measurement;
  const warming = { ...context, seconds: WARM_UP_SECONDS };
  await timed(warming, clients, warmUp);
  await timed(warming, clients, floor);
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let index = 0; index < BURSTS; index++) {
    const run = () => timed(context, clients, atMost(calls, measurement));
    ours.push(
      await (index === 0
        ? profiled(context, `${what}, ${clients} clients`, run)
        : run()),
    );
    theirs.push(await timed(context, clients, atMost(calls, floor)));
  }
  const floorOthers = theirs.flatMap(({ others }) => Object.keys(others));
  if (floorOthers.length > 0) {
    throw new Error(`The floor answered ${floorOthers.join(', ')}`);
  }
  return { what, clients, ...median(ours), floor: median(theirs) };
}

/** A load that ends after some calls. */
function atMost(calls: number = Infinity, { expected, next }: Load): Load {
  let left = calls;
  return { expected, next: () => (left-- > 0 ? next() : undefined) };
}

/** One burst, with the use of the processors. */
export async function timed(
  context: BenchContext,
  clients: number,
  { expected, next, pace }: Load,
): Promise<Measured> {
  const { portalUrl, seconds } = context;
  const before = cpuSeconds(context);
  const began = Date.now();
  const result = await burst({
    url: portalUrl,
    clients,
    seconds,
    expected,
    next,
    pace,
  });
  const took = (Date.now() - began) / 1_000;
  const after = cpuSeconds(context);
  const use = (part: keyof Measured['cpu']) =>
    Math.round(((after[part] - before[part]) / took) * 100);
  return {
    ...result,
    cpu: { node: use('node'), postgres: use('postgres'), load: use('load') },
  };
}

function median(bursts: Measured[]): Measured {
  const sorted = bursts.sort((a, b) => a.perSecond - b.perSecond);
  return sorted[Math.floor(sorted.length / 2)];
}
