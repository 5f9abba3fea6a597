import { TestDatabaseId } from '@backstage/backend-test-utils';
import {
  Answering,
  Receiver,
  startReceiver,
} from '../../outgoing/__testUtils__/receivers';
import { WebhookSettings } from '../types';
import { erin, until, webhookWorld, WebhookWorld } from './webhookWorld';

/** Receivers and a world for each test of a file; all of it ends with the test. */
export function stageOf(id: TestDatabaseId) {
  // Real connections and a real worker: slow on a machine that does other things.
  jest.setTimeout(60_000);
  let world: WebhookWorld | undefined;
  const receivers: Receiver[] = [];

  afterEach(async () => {
    await world?.stop();
    await Promise.all(receivers.splice(0).map(it => it.close()));
  });

  const open = async (settings?: Partial<WebhookSettings>) => {
    world = await webhookWorld(id, { settings });
    return world;
  };
  return {
    open,
    receiver: async (answer?: Answering): Promise<Receiver> => {
      const started = await startReceiver(answer);
      receivers.push(started);
      return started;
    },
    /** How far the messages have come, oldest first. */
    statuses: async () =>
      ((await world?.messages()) ?? []).map(({ status }) => status),
  };
}

/** A receiver that always answers the same. */
export const answering =
  (status: number, body = ''): Answering =>
  response => {
    response.writeHead(status).end(body);
  };

/** Which versions of policies the messages were about that a receiver got. */
export function versionsOf({ received }: Receiver): number[] {
  return received.map(({ body }) => JSON.parse(body).data.payload.version);
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export { erin, until };
