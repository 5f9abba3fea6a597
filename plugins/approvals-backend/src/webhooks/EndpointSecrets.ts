import { ApprovalsRefusal } from '../http';
import { SecretBox, secretBytes } from '../outgoing';
import { Endpoint } from './types';

const ownerOf = (endpointId: string) => `webhook:${endpointId}`;

/** The secrets of endpoints, encrypted where they are kept. */
export class EndpointSecrets {
  readonly #box: SecretBox;

  constructor(options: { box: SecretBox }) {
    this.#box = options.box;
  }

  /** @throws ApprovalsRefusal UNAVAILABLE without a key to encrypt with */
  seal(secret: string, endpointId: string): string {
    if (!this.#box.isReady) {
      throw new ApprovalsRefusal(
        'UNAVAILABLE',
        'This backend has no approvals.encryption.keys: secrets of webhooks could not be kept',
      );
    }
    return this.#box.seal(secret, ownerOf(endpointId));
  }

  /**
   * What signs messages to an endpoint at a time (UTC text): its secret and,
   * for a while, the one before.
   *
   * @throws Error when they cannot be decrypted
   */
  signing(endpoint: Endpoint, at: string): Buffer[] {
    const { id, secret, oldSecret, oldSecretUntil } = endpoint;
    const isOldOn = oldSecretUntil !== undefined && at < oldSecretUntil;
    return [secret, ...(oldSecret && isOldOn ? [oldSecret] : [])].map(sealed =>
      secretBytes(this.#box.open(sealed, ownerOf(id))),
    );
  }

  /** The endpoint with its secrets encrypted by the first key; undefined when they are already. */
  resealed(endpoint: Endpoint): Endpoint | undefined {
    const { id, secret, oldSecret } = endpoint;
    const sealed = [secret, ...(oldSecret ? [oldSecret] : [])];
    if (sealed.every(text => this.#box.isFresh(text))) {
      return undefined;
    }
    const [fresh, freshOld] = sealed.map(text =>
      this.#box.seal(this.#box.open(text, ownerOf(id)), ownerOf(id)),
    );
    return { ...endpoint, secret: fresh, oldSecret: freshOld };
  }
}
