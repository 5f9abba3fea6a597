import { useCallback, useEffect, useRef, useState } from 'react';
import { useChanges } from './useChanges';

/** Something that is loaded, and loaded again while the page is looked at. */
export type Polled<T> =
  | { status: 'loading' }
  | { status: 'failed'; error: Error }
  /** `outdated`: shown while the answer to another question is awaited. `trouble`: the last refresh failed. */
  | { status: 'ready'; value: T; outdated?: boolean; trouble?: Error };

const TEN_SECONDS = 10_000;
const LONGEST_WAIT = 60_000;

/**
 * Loads, and loads again every ten seconds while the tab is visible, at once
 * when it becomes visible, after every write through the client, and when the
 * backend hints at a change. After a failure it waits longer each time.
 *
 * @param key - names what is asked; another key asks anew
 * @param load - asks; the newest function is used
 * @param options.every - milliseconds until the next time, perhaps by what was answered
 * @param options.about - which hints matter: how the names of their streams begin, divided by blanks; requests by default
 * @param options.keep - shows the former answer while another key loads
 * @param options.rest - asks nothing, such as for what is just being removed
 */
export function usePolled<T>(
  key: string,
  load: (signal: AbortSignal) => Promise<T>,
  options: {
    about?: string;
    keep?: boolean;
    rest?: boolean;
    every?: number | ((value: T) => number);
  } = {},
): Polled<T> & { reload: () => void } {
  const { about = 'request:', keep = false, every = TEN_SECONDS } = options;
  const listen = useChanges(about);
  const [state, setState] = useState<Polled<T>>({ status: 'loading' });
  const loadRef = useRef(load);
  loadRef.current = load;
  const everyRef = useRef(every);
  everyRef.current = every;
  const restRef = useRef(false);
  restRef.current = options.rest ?? false;
  const askRef = useRef<() => void>(() => undefined);

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let failures = 0;
    let asked = 0;
    let pause = TEN_SECONDS;

    setState(before =>
      keep && before.status === 'ready'
        ? { ...before, outdated: true }
        : { status: 'loading' },
    );

    const ask = async () => {
      clearTimeout(timer);
      if (restRef.current) {
        plan();
        return;
      }
      const mine = ++asked;
      try {
        const value = await loadRef.current(abort.signal);
        if (abort.signal.aborted || mine !== asked) return;
        failures = 0;
        setState({ status: 'ready', value });
        pause = pauseAfter(everyRef.current, value);
      } catch (error) {
        if (abort.signal.aborted || mine !== asked) return;
        failures += 1;
        setState(before => afterFailure(before, error as Error));
      }
      plan();
    };
    const plan = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') {
        timer = setTimeout(
          ask,
          failures > 0 ? Math.min(pause * 2 ** failures, LONGEST_WAIT) : pause,
        );
      }
    };
    const onVisibility = () =>
      document.visibilityState === 'visible' ? ask() : clearTimeout(timer);

    askRef.current = ask;
    ask();
    const stopListening = listen(ask);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      abort.abort();
      clearTimeout(timer);
      stopListening();
      document.removeEventListener('visibilitychange', onVisibility);
    };
  }, [listen, key, keep]);

  const reload = useCallback(() => askRef.current(), []);
  return { ...state, reload };
}

function pauseAfter<T>(every: number | ((value: T) => number), value: T) {
  return typeof every === 'number' ? every : every(value);
}

function afterFailure<T>(before: Polled<T>, error: Error): Polled<T> {
  return before.status === 'ready' && !before.outdated
    ? { ...before, trouble: error }
    : { status: 'failed', error };
}
