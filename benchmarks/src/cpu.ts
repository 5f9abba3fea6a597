import fs from 'node:fs';

const TICKS_PER_SECOND = 100;

/**
 * Seconds of processor time used so far, from Linux's `/proc`: by the backend,
 * by all processes of PostgreSQL, and by this load generator.
 */
export function cpuSeconds(backendPid: number): {
  node: number;
  postgres: number;
  load: number;
} {
  const pids = fs.readdirSync('/proc').filter(name => /^\d+$/.test(name));
  const postgres = pids
    .filter(pid => nameOf(pid).startsWith('postgres'))
    .reduce((sum, pid) => sum + secondsOf(pid), 0);
  return {
    node: secondsOf(String(backendPid)),
    postgres,
    load: secondsOf(String(process.pid)),
  };
}

function nameOf(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/comm`, 'utf8');
  } catch {
    return '';
  }
}

function secondsOf(pid: string): number {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold blanks; user and system time come 11 and 12 fields after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return 0;
  }
}
