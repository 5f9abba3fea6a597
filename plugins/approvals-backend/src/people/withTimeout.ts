/**
 * Runs something that may take so many milliseconds; then its signal is
 * aborted and nobody waits for it any more.
 *
 * @throws Error when the time is over.
 */
export async function withTimeout<T>(
  millis: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const overtime = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`did not answer within ${millis / 1000} s`));
      controller.abort();
    }, millis);
  });
  try {
    return await Promise.race([run(controller.signal), overtime]);
  } finally {
    clearTimeout(timer);
  }
}
