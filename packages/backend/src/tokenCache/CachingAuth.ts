import { createHash } from 'node:crypto';
import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { tokenTypes } from '@backstage/plugin-auth-node';
import { Remembered } from './Remembered';

/**
 * Types of token that nobody can take back before they expire: a person's
 * session and what plugins send to each other. Others, static tokens and
 * whatever a module adds, are looked at each time.
 */
const TYPES: readonly unknown[] = [
  tokenTypes.user.typParam,
  tokenTypes.plugin.typParam,
];

/**
 * Backstage's own authentication, which remembers for a while what it found
 * good. A token that was refused is looked at again.
 */
export class CachingAuth implements AuthService {
  readonly #auth: AuthService;
  readonly #keepMs: number;
  readonly #now: () => number;
  readonly #known = new Remembered<BackstageCredentials>();

  constructor(options: {
    auth: AuthService;
    /** Milliseconds for which an answer is good, unless the token ends before. */
    keepMs: number;
    now?: () => number;
  }) {
    this.#auth = options.auth;
    this.#keepMs = options.keepMs;
    this.#now = options.now ?? Date.now;
  }

  async authenticate(
    token: string,
    options?: { allowLimitedAccess?: boolean },
  ): Promise<BackstageCredentials> {
    const expiry = expiryOf(token);
    if (expiry === undefined) {
      return this.#auth.authenticate(token, options);
    }
    const now = this.#now();
    // The hash, so that neither the table nor how it is searched tells a token.
    const key = createHash('sha256').update(token).digest('base64');
    const known = this.#known.get(key, now);
    if (known) {
      return known;
    }
    const credentials = await this.#auth.authenticate(token, options);
    this.#known.set(key, credentials, Math.min(now + this.#keepMs, expiry));
    return credentials;
  }

  getNoneCredentials: AuthService['getNoneCredentials'] = () =>
    this.#auth.getNoneCredentials();

  getOwnServiceCredentials: AuthService['getOwnServiceCredentials'] = () =>
    this.#auth.getOwnServiceCredentials();

  isPrincipal: AuthService['isPrincipal'] = (
    credentials,
    type,
  ): credentials is never => this.#auth.isPrincipal(credentials, type);

  getPluginRequestToken: AuthService['getPluginRequestToken'] = options =>
    this.#auth.getPluginRequestToken(options);

  getLimitedUserToken: AuthService['getLimitedUserToken'] = credentials =>
    this.#auth.getLimitedUserToken(credentials);

  listPublicServiceKeys: AuthService['listPublicServiceKeys'] = () =>
    this.#auth.listPublicServiceKeys();
}

/** When a token that may be remembered ends, in milliseconds; undefined for any other token. */
function expiryOf(token: string): number | undefined {
  try {
    const [header, payload] = token
      .split('.', 2)
      .map(part => JSON.parse(Buffer.from(part, 'base64url').toString()));
    return TYPES.includes(header.typ) && typeof payload.exp === 'number'
      ? payload.exp * 1_000
      : undefined;
  } catch {
    return undefined;
  }
}
