import type { SignalApi } from '@backstage/plugin-signals-react';

/** Backstage's signals without a server: what a test sends is heard at once. */
export function fakeSignals() {
  const heard = new Map<string, Set<(message: never) => void>>();
  const signals: SignalApi = {
    subscribe(channel, onMessage) {
      const listeners = heard.get(channel) ?? new Set();
      heard.set(channel, listeners.add(onMessage));
      return { unsubscribe: () => listeners.delete(onMessage) };
    },
  };
  return {
    signals,
    subscriptions: (channel: string) => heard.get(channel)?.size ?? 0,
    send: (channel: string, message: unknown) =>
      heard.get(channel)?.forEach(listener => listener(message as never)),
  };
}
