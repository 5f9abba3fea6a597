import fs from 'node:fs';

const KIB_PER_MIB = 1024;

/** Resident memory of a process in MiB, from Linux's `/proc`. */
export function residentMiB(pid: number): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / KIB_PER_MIB;
}

/** Looks at the memory of a process again and again; `stop` gives what was seen. */
export function watchMemory(pid: number): { stop(): number[] } {
  const seen: number[] = [];
  const timer = setInterval(() => seen.push(residentMiB(pid)), 250);
  return {
    stop() {
      clearInterval(timer);
      return seen;
    },
  };
}
