import type { SignalApi } from '@backstage/plugin-signals-react';
import {
  ChangesSignal,
  SIGNALS_CHANNEL,
} from '@countersign/backstage-plugin-approvals-common';

type Listener = (hint: ChangesSignal) => void;
type Hub = { listeners: Set<Listener>; unsubscribe: () => void };

const hubs = new WeakMap<SignalApi, Hub>();

/**
 * Calls back when the backend hints at a change. Returns the way to stop.
 * All parts of a page share one subscription: Backstage's client opens a
 * socket for each that comes before the first one is open.
 */
export function listenForHints(
  signals: SignalApi,
  listener: Listener,
): () => void {
  const hub = hubs.get(signals) ?? openHub(signals);
  hub.listeners.add(listener);
  return () => {
    hub.listeners.delete(listener);
    if (hub.listeners.size === 0) {
      hub.unsubscribe();
      hubs.delete(signals);
    }
  };
}

function openHub(signals: SignalApi): Hub {
  const listeners = new Set<Listener>();
  const { unsubscribe } = signals.subscribe<ChangesSignal>(
    SIGNALS_CHANNEL,
    hint => listeners.forEach(listener => listener(hint)),
  );
  const hub = { listeners, unsubscribe };
  hubs.set(signals, hub);
  return hub;
}
