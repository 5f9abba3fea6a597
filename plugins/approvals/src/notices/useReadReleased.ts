import {
  identityApiRef,
  useApi,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { notificationsApiRef } from '@backstage/plugin-notifications';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { SignalSubscriber } from '@backstage/plugin-signals-react';
import type { NoticeTopic } from '@countersign/backstage-plugin-approvals-common';
import { useEffect } from 'react';
import { paced } from '../ui/paced';

const ORIGIN = 'plugin:approvals';
const RELEASED: NoticeTopic = 'released';
const MOST = 100;
const PAUSE = 1_000;

/**
 * Marks notices as read that ask for nothing any more: when the portal is
 * opened or looked at again, and when a notice arrives. Backstage cannot take
 * a notice back; without this each one that a colleague settled would stand
 * in the bell until it is clicked.
 */
export function useReadReleased(): void {
  const identity = useApi(identityApiRef);
  const apis = useApiHolder();
  const notices = apis.get(notificationsApiRef);
  const signals = apis.get(signalApiRef);

  useEffect(() => {
    if (!notices) return undefined;
    let subscription: SignalSubscriber | undefined;
    let isGone = false;
    // What could not be marked stays unread until the next time: nobody is told.
    const read = () => readReleased(notices).catch(() => {});
    const reading = paced(read, PAUSE);
    const onVisibility = () =>
      document.visibilityState === 'visible' && reading.ask();
    const start = async () => {
      // This is there before anybody has signed in.
      await identity.getBackstageIdentity();
      await read();
      if (isGone) return;
      document.addEventListener('visibilitychange', onVisibility);
      subscription = signals?.subscribe<{ action?: string }>(
        'notifications',
        ({ action }) => action === 'new_notification' && reading.ask(),
      );
    };

    start().catch(() => {});
    return () => {
      isGone = true;
      reading.stop();
      document.removeEventListener('visibilitychange', onVisibility);
      subscription?.unsubscribe();
    };
  }, [identity, notices, signals]);
}

async function readReleased(api: typeof notificationsApiRef.T): Promise<void> {
  const { notifications } = await api.getNotifications({
    topic: RELEASED,
    read: false,
    limit: MOST,
  });
  const ids = notifications
    .filter(({ origin }) => origin === ORIGIN)
    .map(({ id }) => id);
  if (ids.length > 0) {
    await api.updateNotifications({ ids, read: true });
  }
}
