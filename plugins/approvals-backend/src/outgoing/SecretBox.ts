import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
} from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts secrets that the database keeps, with AES-256-GCM. The stored text
 * is `<key id>.<nonce, cipher text and tag in base64url>`; the key's id is the
 * start of its SHA-256. The first key encrypts, all of them decrypt.
 */
export class SecretBox {
  readonly #keys: Map<string, Buffer>;
  readonly #first: string | undefined;

  /**
   * @param options.keys - 32 bytes each, in base64
   * @throws Error when one is not
   */
  constructor(options: { keys: readonly string[] }) {
    this.#keys = new Map(
      options.keys.map(toKey).map(key => [idOf(key), key] as const),
    );
    [this.#first] = this.#keys.keys();
  }

  /** Whether there is a key to encrypt with. */
  get isReady(): boolean {
    return this.#first !== undefined;
  }

  /**
   * Encrypts a text.
   *
   * @param owner - what it belongs to: it can be decrypted for the same owner only
   */
  seal(text: string, owner: string): string {
    const [id, key] = this.#firstKey();
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, key, nonce);
    cipher.setAAD(Buffer.from(owner));
    const sealed = [nonce, cipher.update(text, 'utf8'), cipher.final()];
    const whole = Buffer.concat([...sealed, cipher.getAuthTag()]);
    return `${id}.${whole.toString('base64url')}`;
  }

  /**
   * Decrypts what was sealed for the same owner.
   *
   * @throws Error when its key is not configured any more, or it was changed
   */
  open(sealed: string, owner: string): string {
    const [id, data] = sealed.split('.');
    const key = this.#keys.get(id);
    if (!key) {
      throw new Error(
        `A secret was encrypted with the key '${id}', which is not among approvals.encryption.keys`,
      );
    }
    const whole = Buffer.from(data, 'base64url');
    const decipher = createDecipheriv(
      CIPHER,
      key,
      whole.subarray(0, NONCE_BYTES),
    );
    decipher.setAAD(Buffer.from(owner));
    decipher.setAuthTag(whole.subarray(-TAG_BYTES));
    return Buffer.concat([
      decipher.update(whole.subarray(NONCE_BYTES, -TAG_BYTES)),
      decipher.final(),
    ]).toString('utf8');
  }

  /** Whether a stored text was encrypted with the first key. */
  isFresh(sealed: string): boolean {
    return sealed.startsWith(`${this.#first}.`);
  }

  #firstKey(): [id: string, key: Buffer] {
    for (const entry of this.#keys) {
      return entry;
    }
    throw new Error('There are no approvals.encryption.keys');
  }
}

function toKey(text: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== KEY_BYTES) {
    throw new Error(
      `Each of approvals.encryption.keys must be ${KEY_BYTES} bytes in base64, as \`openssl rand -base64 ${KEY_BYTES}\` gives`,
    );
  }
  return key;
}

function idOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 8);
}
