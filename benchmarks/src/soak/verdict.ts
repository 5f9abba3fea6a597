import { Minute } from './Meter';

/** Until caches are full and code is compiled. */
const WARM_UP_PART = 0.2;

/** How much more may be held at the end than after the warm-up: garbage comes and goes. */
const MEMORY_GROWTH = 1.15;

/** Effects that may wait at the end of any minute: work of a few seconds. */
const WAITING = 500;

/**
 * What is wrong after a soak; nothing, when the memory is flat, the outbox
 * does not grow and no answer was 5xx or none at all.
 */
export function faultsOf(minutes: readonly Minute[]): string[] {
  const warm = minutes.slice(Math.ceil(minutes.length * WARM_UP_PART));
  const third = Math.max(1, Math.floor(warm.length / 3));
  const [early, late] = [warm.slice(0, third), warm.slice(-third)];
  const memory = (some: readonly Minute[]) => median(some.map(m => m.memory));
  const waiting = (some: readonly Minute[]) => median(some.map(m => m.waiting));
  const faults: string[] = [];
  if (memory(late) > memory(early) * MEMORY_GROWTH) {
    faults.push(
      `memory grew from ${memory(early)} to ${memory(
        late,
      )} MiB after the warm-up`,
    );
  }
  if (waiting(late) > Math.max(WAITING, waiting(early) * 2)) {
    faults.push(
      `the outbox grew from ${waiting(early)} to ${waiting(late)} due effects`,
    );
  }
  const bad = minutes
    .flatMap(({ statuses }) => Object.entries(statuses))
    .filter(([status]) => Number(status) >= 500 || status === '0')
    .reduce((sum, [, count]) => sum + count, 0);
  if (bad > 0) {
    faults.push(`${bad} answers were 5xx or did not come`);
  }
  return faults;
}

function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
