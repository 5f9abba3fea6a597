import { setTimeout as sleep } from 'node:timers/promises';

/** One try, in milliseconds. */
const PATIENCE = 15_000;
/** Before the second try, the third and so on, in milliseconds. */
const PAUSES = [500, 1_000, 2_000, 4_000];
/** The longest that a server is obeyed when it says when to come again. */
const LONGEST_PAUSE = 10_000;
/** Answers that may be others a moment later. */
const PASSING = [429, 502, 503, 504];

/**
 * A `fetch` for calls that may be sent again: tries again when no answer came,
 * or one that says to come later. Gives the last answer, or throws what kept
 * the last try from getting one.
 */
export function patientFetch(options: {
  fetch: typeof fetch;
  signal?: AbortSignal;
  pause?: (milliseconds: number) => Promise<unknown>;
}): typeof fetch {
  const { signal, pause = ms => sleep(ms, undefined, { signal }) } = options;
  const once: typeof fetch = (input, init) =>
    options.fetch(input, {
      ...init,
      signal: AbortSignal.any(
        [signal, init?.signal, AbortSignal.timeout(PATIENCE)].filter(
          one => one !== undefined && one !== null,
        ),
      ),
    });
  return async (input, init) => {
    for (const ms of PAUSES) {
      try {
        const response = await once(input, init);
        if (!PASSING.includes(response.status)) {
          return response;
        }
        await pause(pauseOf(response) ?? ms);
      } catch (error) {
        if (signal?.aborted) {
          throw error;
        }
        await pause(ms);
      }
    }
    return once(input, init);
  };
}

function pauseOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return seconds > 0 ? Math.min(seconds * 1_000, LONGEST_PAUSE) : undefined;
}
