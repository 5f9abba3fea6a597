import { identityApiRef } from '@backstage/frontend-plugin-api';
import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import { notificationsApiRef } from '@backstage/plugin-notifications';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { act, render } from '@testing-library/react';
import { BOB } from '../__testUtils__/fixtures';
import { fakeSignals } from '../__testUtils__/signals';
import { ReleasedNotices } from './ReleasedNotices';

type Bell = typeof notificationsApiRef.T;
type Notice = Awaited<ReturnType<Bell['getNotification']>>;

const notice = (id: string, origin = 'plugin:approvals'): Notice => ({
  id,
  origin,
  user: BOB,
  created: new Date(),
  payload: { title: `Notice ${id}`, topic: 'released' },
});

/** A bell with notices of the topic `released`; gives back what was marked as read. */
function bell(notices: Notice[] | Error) {
  const read: string[][] = [];
  const asked: unknown[] = [];
  const api: Partial<Bell> = {
    getNotifications: async options => {
      asked.push(options);
      if (notices instanceof Error) throw notices;
      return {
        notifications: notices.filter(({ id }) => !read.flat().includes(id)),
        totalCount: notices.length,
      };
    },
    updateNotifications: async ({ ids }) => {
      read.push(ids);
      return [];
    },
  };
  return { api, read, asked };
}

const pass = (millis: number) =>
  act(() => jest.advanceTimersByTimeAsync(millis));

describe('an open portal', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  async function open(options: {
    api?: Partial<Bell>;
    signals?: ReturnType<typeof fakeSignals>['signals'];
    signedIn?: Promise<void>;
  }) {
    const identity = mockApis.identity({ userEntityRef: BOB });
    const rendered = render(
      <TestApiProvider
        apis={[
          [
            identityApiRef,
            {
              ...identity,
              getBackstageIdentity: async () => {
                await options.signedIn;
                return identity.getBackstageIdentity();
              },
            },
          ],
          ...(options.api ? [[notificationsApiRef, options.api] as const] : []),
          ...(options.signals
            ? [[signalApiRef, options.signals] as const]
            : []),
        ]}
      >
        <ReleasedNotices />
      </TestApiProvider>,
    );
    await pass(1);
    return rendered;
  }

  it('marks notices of approvals as read that are settled, and no others', async () => {
    const { api, read, asked } = bell([
      notice('1'),
      notice('2', 'plugin:scaffolder'),
      notice('3'),
    ]);
    await open({ api });
    expect(read).toEqual([['1', '3']]);
    expect(asked).toEqual([{ topic: 'released', read: false, limit: 100 }]);
  });

  it('does so when a notice arrives', async () => {
    const notices: Notice[] = [];
    const { api, read } = bell(notices);
    const { signals, send } = fakeSignals();
    await open({ api, signals });
    notices.push(notice('4'));
    send('notifications', { action: 'notification_read' });
    await pass(5_000);
    expect(read).toEqual([]);
    send('notifications', { action: 'new_notification' });
    await pass(1);
    expect(read).toEqual([['4']]);
  });

  it('does so when it is looked at again, since signals can be missed', async () => {
    const notices: Notice[] = [];
    const { api, read } = bell(notices);
    await open({ api });
    notices.push(notice('5'));
    document.dispatchEvent(new Event('visibilitychange'));
    await pass(1);
    expect(read).toEqual([['5']]);
  });

  it('waits until somebody has signed in', async () => {
    const { api, asked } = bell([]);
    let signIn = () => {};
    await open({ api, signedIn: new Promise(resolve => (signIn = resolve)) });
    expect(asked).toEqual([]);
    signIn();
    await pass(1);
    expect(asked).toHaveLength(1);
  });

  it('is quiet where notifications are not installed, or do not answer', async () => {
    await open({});
    const { api, asked } = bell(new Error('404'));
    await open({ api });
    expect(asked).toHaveLength(1);
  });

  it('stops listening when it is closed', async () => {
    const { api } = bell([]);
    const { signals, subscriptions } = fakeSignals();
    const { unmount } = await open({ api, signals });
    expect(subscriptions('notifications')).toBe(1);
    unmount();
    expect(subscriptions('notifications')).toBe(0);
  });
});
