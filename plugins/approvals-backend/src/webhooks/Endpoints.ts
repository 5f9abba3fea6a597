import { channelOf } from './drafts';
import { EndpointSecrets } from './EndpointSecrets';
import { EndpointStore } from './EndpointStore';
import { Endpoint } from './types';

/** Milliseconds after which endpoints are read again: other processes change them, too. */
const REMEMBERED = 5_000;

/**
 * The endpoints as sending needs them: remembered for some seconds, with their
 * secrets decrypted, since a query for each message would cost more than the
 * message.
 */
export class Endpoints {
  readonly #store: Pick<EndpointStore, 'all'>;
  readonly #secrets: EndpointSecrets;
  readonly #clock: () => number;
  readonly #signing = new Map<string, Buffer[]>();
  #all: Promise<Map<string, Endpoint>> | undefined;
  #readAt = 0;

  constructor(options: {
    store: Pick<EndpointStore, 'all'>;
    secrets: EndpointSecrets;
    /** Milliseconds. */
    clock: () => number;
  }) {
    this.#store = options.store;
    this.#secrets = options.secrets;
    this.#clock = options.clock;
  }

  /** One endpoint; undefined when it was removed. */
  async get(id: string): Promise<Endpoint | undefined> {
    return (await this.#map()).get(id);
  }

  /** All endpoints. */
  async all(): Promise<Endpoint[]> {
    return [...(await this.#map()).values()];
  }

  /** The channels of the endpoints that are enabled. */
  async channels(): Promise<string[]> {
    return (await this.all())
      .filter(({ enabled }) => enabled)
      .map(({ id }) => channelOf(id));
  }

  /**
   * What signs messages to an endpoint now.
   *
   * @throws Error when it cannot be decrypted
   */
  signing(endpoint: Endpoint): Buffer[] {
    const at = new Date(this.#clock()).toISOString();
    const { id, secret, oldSecret, oldSecretUntil = '' } = endpoint;
    const key = `${id} ${secret} ${at < oldSecretUntil ? oldSecret : ''}`;
    const known = this.#signing.get(key);
    if (known) {
      return known;
    }
    const opened = this.#secrets.signing(endpoint, at);
    this.#signing.set(key, opened);
    return opened;
  }

  /** Reads the endpoints again when they are needed next. */
  forget(): void {
    this.#all = undefined;
    this.#signing.clear();
  }

  #map(): Promise<Map<string, Endpoint>> {
    const now = this.#clock();
    if (!this.#all || Math.abs(now - this.#readAt) > REMEMBERED) {
      this.#readAt = now;
      this.#all = this.#read();
    }
    return this.#all;
  }

  async #read(): Promise<Map<string, Endpoint>> {
    try {
      const all = await this.#store.all();
      return new Map(all.map(endpoint => [endpoint.id, endpoint]));
    } catch (error) {
      this.#all = undefined;
      throw error;
    }
  }
}
