import { Database } from '../database';
import { Outbox } from '../outbox';
import { DeliveryStore } from './DeliveryStore';
import { channelOf } from './drafts';
import { EndpointSecrets } from './EndpointSecrets';
import { EndpointStore } from './EndpointStore';
import { Endpoint } from './types';

type Options = {
  database: Database;
  endpoints: EndpointStore;
  deliveries: DeliveryStore;
  outbox: Outbox;
  secrets: EndpointSecrets;
  /** How long messages wait for an endpoint that is disabled, in milliseconds. */
  keepQueue: number;
  /** How long deliveries are kept, in milliseconds. */
  keepDeliveries: number;
  onChange: () => void;
};

/** Removes what is too old, and brings secrets under the first key. */
export class WebhookTidy {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** @param now - milliseconds */
  async run(now: number): Promise<void> {
    const { endpoints, deliveries, keepDeliveries } = this.#options;
    for (const endpoint of await endpoints.all()) {
      await this.#reseal(endpoint);
      if (!endpoint.enabled) {
        await this.#dropOld(endpoint, now);
      }
    }
    await deliveries.removeOld(new Date(now - keepDeliveries).toISOString());
    await endpoints.forgetRemoved();
  }

  async #reseal(seen: Endpoint): Promise<void> {
    const { database, endpoints, secrets, onChange } = this.#options;
    if (!secrets.resealed(seen)) {
      return;
    }
    await database.inTransaction(async tx => {
      const endpoint = await endpoints.lock(tx, seen.id);
      const resealed = endpoint && secrets.resealed(endpoint);
      if (resealed) {
        await endpoints.save(tx, resealed);
      }
    });
    onChange();
  }

  /** What waits for an endpoint that was disabled for too long. */
  async #dropOld({ id: endpointId }: Endpoint, time: number): Promise<void> {
    const { database, deliveries, outbox, keepQueue } = this.#options;
    const now = new Date(time).toISOString();
    const before = new Date(time - keepQueue).toISOString();
    await database.inTransaction(async tx => {
      await deliveries.drop(tx, { endpointId, before, now });
      await outbox.drop(tx, { channel: channelOf(endpointId), before, now });
    });
  }
}
