import fs from 'node:fs';
import { Profiler } from 'node:inspector';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchContext } from '../bench';
import { statementsOf } from './statements';
import { busyPercent, timeByPart } from './timeByPart';

const MOST_PARTS = 20;

/**
 * Runs work while the portal profiles itself and PostgreSQL counts its
 * statements, and prints where their time went; just runs it when they do not.
 */
export async function profiled<T>(
  { profileFolder, backendPid, postgresUrl }: BenchContext,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  if (!profileFolder) {
    return work();
  }
  const number = fs.readdirSync(profileFolder).length + 1;
  process.kill(backendPid, 'SIGUSR2');
  const { result, told } = await statementsOf(postgresUrl, work);
  process.kill(backendPid, 'SIGUSR2');
  const file = path.join(profileFolder, `${number}.cpuprofile`);
  while (!fs.existsSync(file)) {
    await sleep(100);
  }
  process.stdout.write(report(name, file));
  process.stdout.write(told);
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
