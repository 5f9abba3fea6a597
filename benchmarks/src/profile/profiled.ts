import fs from 'node:fs';
import { Profiler } from 'node:inspector';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchContext } from '../bench';
import { busyPercent, timeByPart } from './timeByPart';

const MOST_PARTS = 20;

/** Runs work while the portal profiles itself, and prints where its time went; just runs it when it does not. */
export async function profiled<T>(
  { profileFolder, backendPid }: BenchContext,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  if (!profileFolder) {
    return work();
  }
  const number = fs.readdirSync(profileFolder).length + 1;
  process.kill(backendPid, 'SIGUSR2');
  const result = await work();
  process.kill(backendPid, 'SIGUSR2');
  const file = path.join(profileFolder, `${number}.cpuprofile`);
  while (!fs.existsSync(file)) {
    await sleep(100);
  }
  process.stdout.write(report(name, file));
  return result;
}

function report(name: string, file: string): string {
  const profile: Profiler.Profile = JSON.parse(fs.readFileSync(file, 'utf8'));
  const shares = timeByPart(profile)
    .slice(0, MOST_PARTS)
    .map(
      ({ part, percent }) => `  ${percent.toFixed(1).padStart(5)} %  ${part}`,
    );
  const busy = busyPercent(profile).toFixed(0);
  return `\n${name}: the main thread worked ${busy} % of the time (${file})\n${shares.join(
    '\n',
  )}\n`;
}
