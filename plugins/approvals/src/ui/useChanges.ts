import { useApi, useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { useMemo } from 'react';
import { approvalsApiRef } from '../api';
import { listenForHints } from './hints';
import { paced } from './paced';

/** However many hints come, a page asks no more often, in milliseconds. */
const PAUSE = 500;

/** Calls back when what is shown may have changed. Returns the way to stop. */
type Listen = (onChange: () => void) => () => void;

/**
 * What tells of changes: each write through the client at once, and the
 * backend's hints about what others did, while the tab is looked at. A portal
 * without signals only lacks the hints.
 *
 * @param about - how the names of streams begin that matter here, divided by blanks
 */
export function useChanges(about: string): Listen {
  const api = useApi(approvalsApiRef);
  const signals = useApiHolder().get(signalApiRef);
  return useMemo(
    () => onChange => {
      const hints = paced(onChange, PAUSE);
      const stopListening = api.onWrite(onChange);
      const stopHints =
        signals &&
        listenForHints(signals, ({ changes }) => {
          const matters = changes.some(({ stream }) =>
            about.split(' ').some(name => stream.startsWith(name)),
          );
          if (matters && document.visibilityState === 'visible') {
            hints.ask();
          }
        });
      return () => {
        hints.stop();
        stopListening();
        stopHints?.();
      };
    },
    [api, signals, about],
  );
}
