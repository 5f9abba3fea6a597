import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices, TestDatabaseId } from '@backstage/backend-test-utils';
import { CreateWebhookBody } from '@countersign/backstage-plugin-approvals-common';
import { v7 as newId } from 'uuid';
import { Database, tables } from '../../database';
import { sharedDatabase } from '../../database/__testUtils__/testDatabases';
import { ANNOUNCEMENT, announcement, createHistory } from '../../history';
import { Caller } from '../../http';
import { Guard, GuardedClient, SecretBox } from '../../outgoing';
import { Outbox, OutboxWorker } from '../../outbox';
import { Publisher } from '../../publishing';
import { RequestsToPublish } from '../../requests';
import { createWebhooks, handleWebhooks, WebhookSettings } from '..';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/** Who manages webhooks in tests. */
export const erin: Caller = {
  kind: 'user',
  ref: 'user:default/erin',
  credentials: { $$type: '@backstage/BackstageCredentials', principal: {} },
};

export type WebhookWorld = Awaited<ReturnType<typeof webhookWorld>>;

/** Webhooks on a database of their own, with a worker, at a time that tests move. */
export async function webhookWorld(
  id: TestDatabaseId,
  options: { settings?: Partial<WebhookSettings>; keys?: string[] } = {},
) {
  const database = await sharedDatabase(id);
  const client = new GuardedClient({ guard: localGuard() });
  const open = start(database, client, options);
  return {
    ...open,
    stop: async () => {
      await open.worker.stop();
      await client.close();
    },
  };
}

function localGuard(): Guard {
  return new Guard({ allow: [{ host: 'localhost', insecure: true }] });
}

function start(
  database: Database,
  client: GuardedClient,
  options: { settings?: Partial<WebhookSettings>; keys?: string[] },
) {
  const clock = { shift: 0 };
  const time = () => Date.now() + clock.shift;
  const now = () => new Date(time()).toISOString();
  const outbox = new Outbox({ database });
  const worker = new OutboxWorker({
    database,
    outbox,
    logger: mockServices.logger.mock(),
    poll: 20,
    grace: 200,
    clock: time,
  });
  const wake = () => worker.wake();
  const { history } = createHistory({
    database,
    now,
    newId,
    newSalt: () => '5a'.repeat(32),
    announce: async (tx, stream, announced) => {
      await outbox.add(tx, [announcement(stream, announced, now())], now());
    },
  });
  const settings: WebhookSettings = {
    retryDelays: [HOUR, 2 * HOUR],
    timeout: SECOND,
    concurrency: 5,
    keepOldSecret: DAY,
    disableAfter: 5 * DAY,
    keepQueue: 30 * DAY,
    ...options.settings,
  };
  const room = createWebhooks({
    database,
    history,
    outbox,
    access: { may: async ({ ref }) => ref === erin.ref },
    guard: localGuard(),
    client,
    box: new SecretBox({ keys: options.keys ?? ['k'.repeat(43)] }),
    settings,
    keepDeliveries: 90 * DAY,
    wake,
    now,
    newId,
  });
  const publisher = new Publisher({
    database,
    outbox,
    history,
    requests: new RequestsToPublish({ database }),
    subscribers: [room.subscriber],
    wake,
    now,
  });
  worker.handleTogether(ANNOUNCEMENT, publisher.publish);
  handleWebhooks(worker, room, settings);
  worker.start();
  return {
    ...room,
    database,
    worker,
    /** Makes an endpoint. */
    endpoint: (body: Partial<CreateWebhookBody> & { url: string }) =>
      room.webhooks.create(erin, () => ({
        name: 'Receiver',
        types: [],
        policyKeys: [],
        usedFor: ['events'],
        enabled: true,
        ...body,
      })),
    /** Something happens to a policy: `version` tells one such event from another. */
    happen: (key: string, version: number) =>
      database.inTransaction(async tx => {
        await history.append(tx, `policy:${key}`, [
          {
            id: newId(),
            type: 'policy.draft_deleted',
            actor: erin.ref,
            at: now(),
            payload: { key, version },
          },
        ]);
      }),
    /** All messages, oldest first. */
    messages: async () =>
      (await room.deliveries.list(erin, { limit: '100' })).items.reverse(),
    /** What happened to endpoints: the types of events, with their payloads. */
    told: async () => {
      const rows = await database
        .knex(tables.events)
        .where('stream', 'like', 'webhook:%')
        .orderBy('seq');
      return rows.map(({ type, actor, payload }) => ({
        type,
        actor,
        payload: JSON.parse(payload),
      }));
    },
    now,
    /** Moves the time on. */
    pass: (millis: number) => {
      clock.shift += millis;
      wake();
    },
  };
}

/** Waits for something that the worker does. */
export async function until<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`Not seen: ${look}`);
    }
    await sleep(10);
  }
}
