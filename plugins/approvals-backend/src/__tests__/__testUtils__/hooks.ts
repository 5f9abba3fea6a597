import {
  startTestBackend,
  TestDatabaseId,
} from '@backstage/backend-test-utils';
import { Webhook } from 'standardwebhooks';
import { Database } from '../../database';
import {
  Answering,
  Received,
  Receiver,
  startReceiver,
} from '../../outgoing/__testUtils__/receivers';
import { portalFeatures } from './features';
import { emptyDatabase } from './portal';
import { activate, policy, seat, settled } from './stories';
import { Portal, portalAt } from './wire';

/**
 * The whole plugin, with the policies `plain` and `other`, and receivers of
 * what leaves it. Receivers and endpoints end with each test.
 */
export function hookedPortal(id: TestDatabaseId) {
  // Real connections and a real worker: slow on a machine that does other things.
  jest.setTimeout(60_000);
  let portal: Portal;
  let database: Database;
  const receivers: Receiver[] = [];

  beforeAll(async () => {
    const knex = await emptyDatabase(id);
    database = new Database(knex);
    const { server } = await startTestBackend({
      features: portalFeatures(knex),
    });
    portal = portalAt(Number(server.port()));
    await activate(portal, policy('plain'));
    await activate(portal, policy('other'));
  }, 60_000);

  afterEach(async () => {
    const { items } = await portal.as('erin').listWebhooks({});
    for (const { id: webhookId } of items) {
      await portal.as('erin').deleteWebhook({ params: { id: webhookId } });
    }
    await Promise.all(receivers.splice(0).map(it => it.close()));
  }, 60_000);

  return {
    portal: () => portal,
    database: () => database,
    receiver: async (answer?: Answering) => {
      const started = await startReceiver(answer);
      receivers.push(started);
      return started;
    },
    hook: (body: {
      url: string;
      types?: string[];
      policyKeys?: string[];
      usedFor?: ('events' | 'callbacks' | 'rules')[];
    }) => portal.as('erin').createWebhook({ body: { name: 'Hook', ...body } }),
    approve: async (requestId: string, name: string, comment?: string) =>
      portal.as(name).decideTask({
        params: { id: seat(await settled(portal, requestId), name) },
        body: { decision: 'approve', comment },
      }),
  };
}

/** The data of the first message of a type. */
export const dataOf = (received: Received[], type: string) =>
  received
    .map(({ body }) => JSON.parse(body))
    .find(message => message.type === type)?.data;

/** What a receiver that knows the secret reads; it throws when the signature is not right. */
export const opened = (secret: string, { body, headers }: Received) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);
