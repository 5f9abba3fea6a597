import fs from 'node:fs';

const TICKS_PER_SECOND = 100;

/**
 * Seconds of processor time used so far, from Linux's `/proc`: by the backend,
 * by all processes of the PostgreSQL that is measured, and by this load
 * generator.
 *
 * @param postgresPid - the process that all others of this PostgreSQL are children of
 */
export function cpuSeconds(pids: { backendPid: number; postgresPid: number }): {
  node: number;
  postgres: number;
  load: number;
} {
  const postgres = fs
    .readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(pid => [pid, parentOf(pid)].includes(String(pids.postgresPid)));
  return {
    node: secondsOf(pids.backendPid),
    postgres: postgres.reduce((sum, pid) => sum + secondsOf(pid), 0),
    load: secondsOf(process.pid),
  };
}

/** The process that started another, as text; empty when that one has ended. */
function parentOf(pid: number | string): string {
  return fieldsOf(pid)[1] ?? '';
}

/** User and system time. */
function secondsOf(pid: number | string): number {
  const [user = 0, system = 0] = fieldsOf(pid).slice(11, 13).map(Number);
  return (user + system) / TICKS_PER_SECOND;
}

/** What `/proc` says of a process behind its name, which is in brackets and may hold blanks. */
function fieldsOf(pid: number | string): string[] {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
