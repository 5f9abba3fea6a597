import { Profiler } from 'node:inspector';

/** A part of the process and its share of the time in which the main thread worked. */
export interface Share {
  part: string;
  percent: number;
}

/** What the main thread does when it waits; left out of the shares. */
const IDLE = '(idle)';

/**
 * Sums a CPU profile up by who owns the code in which it was: a package, a
 * room of ours, a part of Node, or one of the engine's own functions, such as
 * "writev" or "(garbage collector)".
 */
export function timeByPart(profile: Profiler.Profile): Share[] {
  const parts = new Map(
    profile.nodes.map(({ id, callFrame }) => [id, partOf(callFrame)]),
  );
  const micros = new Map<string, number>();
  let sum = 0;
  const { samples = [], timeDeltas = [] } = profile;
  samples.forEach((id, index) => {
    const part = parts.get(id) ?? '(unknown)';
    if (part !== IDLE) {
      const time = timeDeltas[index + 1] ?? 0;
      micros.set(part, (micros.get(part) ?? 0) + time);
      sum += time;
    }
  });
  return [...micros]
    .map(([part, time]) => ({ part, percent: (100 * time) / sum }))
    .sort((a, b) => b.percent - a.percent);
}

/** How much of the time of the profile the main thread worked, in percent. */
export function busyPercent(profile: Profiler.Profile): number {
  const { samples = [], timeDeltas = [] } = profile;
  const idle = new Set(
    profile.nodes
      .filter(({ callFrame }) => callFrame.functionName === IDLE)
      .map(({ id }) => id),
  );
  let all = 0;
  let busy = 0;
  samples.forEach((id, index) => {
    const time = timeDeltas[index + 1] ?? 0;
    all += time;
    busy += idle.has(id) ? 0 : time;
  });
  return (100 * busy) / all;
}

function partOf({
  functionName,
  url,
}: Profiler.ProfileNode['callFrame']): Share['part'] {
  if (url === '') {
    // writev, verify, (garbage collector), (idle), …
    return functionName || '(anonymous)';
  }
  if (url.startsWith('node:')) {
    const [, name] = url.replace('internal/', '').split(/[:]/);
    return `node:${name.split('/')[0]}`;
  }
  const packageName = url.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1];
  const room = url.match(/plugins\/([^/]+)\/src\/([^/.]+)/);
  return packageName ?? (room ? `${room[1]}: ${room[2]}` : 'the rest');
}
