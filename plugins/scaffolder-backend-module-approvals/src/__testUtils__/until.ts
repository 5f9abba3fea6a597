import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until something is there.
 *
 * @param patience - milliseconds
 * @throws Error when the patience is over
 */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined>,
  patience: number = 30_000,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`Not seen in ${patience} ms: ${what}`);
    }
    await sleep(20);
  }
}
