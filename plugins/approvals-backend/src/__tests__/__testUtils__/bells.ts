import {
  startTestBackend,
  TestDatabaseId,
} from '@backstage/backend-test-utils';
import { EventParams } from '@backstage/plugin-events-node';
import { Notification } from '@backstage/plugin-notifications-common';
import { ChangesSignal } from '@countersign/backstage-plugin-approvals-common';
import { headerOf, ref } from './callers';
import { portalFeatures, PortalOptions } from './features';
import { emptyDatabase } from './portal';
import { until } from './stories';
import { Portal, portalAt } from './wire';

/** A notice as its bell shows it, in the words of its parts. */
export type BellNotice = {
  id: string;
  words: string;
  description?: string | null;
  link?: string;
  scope?: string;
  isRead: boolean;
};

/** A portal whose people have a bell. */
export type BellPortal = Portal & {
  /** All notices of a person, oldest first. */
  bellOf(name: string): Promise<BellNotice[]>;
  /** Waits until a person has a notice of these words, `topic severity title`. */
  rings(name: string, words: string): Promise<BellNotice>;
  /** Marks a notice as read. */
  read(name: string, notice: BellNotice): Promise<void>;
  /** What was published under the topic `approvals`. */
  events(): EventParams[];
  /** What was hinted to open pages, and to whom. */
  hints(): { people: string[]; changes: ChangesSignal['changes'] }[];
};

/** Starts a backend with the plugin and Backstage's notifications, each on a database of its own. */
export async function startBells(
  id: TestDatabaseId,
  options: PortalOptions = {},
): Promise<BellPortal> {
  const published: EventParams[] = [];
  const { server } = await startTestBackend({
    features: portalFeatures(await emptyDatabase(id), {
      ...options,
      bells: { knex: await emptyDatabase(id), published },
    }),
  });
  const port = Number(server.port());
  const ask = async (name: string, path: string, body?: unknown) => {
    const response = await fetch(
      `http://localhost:${port}/api/notifications${path}`,
      {
        method: body ? 'POST' : 'GET',
        headers: {
          authorization: headerOf(name),
          'content-type': 'application/json',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
    );
    expect(response.status).toBe(200);
    return response.json();
  };
  const bellOf = async (name: string) => {
    const { notifications } = (await ask(
      name,
      '/notifications?orderField=created,asc',
    )) as { notifications: Notification[] };
    return notifications.map(toBellNotice);
  };
  return {
    ...portalAt(port),
    bellOf,
    rings: (name, words) =>
      until(`'${words}' at the bell of '${ref(name)}'`, async () =>
        (await bellOf(name)).find(notice => notice.words === words),
      ),
    read: async (name, notice) => {
      await ask(name, '/notifications/update', {
        ids: [notice.id],
        read: true,
      });
    },
    events: () => published.filter(({ topic }) => topic === 'approvals'),
    hints: () =>
      published
        .map(({ eventPayload }) => eventPayload as HintEvent)
        .filter(({ channel }) => channel === 'approvals')
        .map(({ recipients, message }) => ({
          people: recipients.entityRef,
          changes: message.changes,
        })),
  };
}

type HintEvent = {
  channel?: string;
  recipients: { entityRef: string[] };
  message: ChangesSignal;
};

function toBellNotice({ id, read, payload }: Notification): BellNotice {
  const { topic, severity, title, description, link, scope } = payload;
  return {
    id,
    words: `${topic} ${severity} ${title}`,
    description,
    link,
    scope,
    isRead: Boolean(read),
  };
}
