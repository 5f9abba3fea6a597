import { PluginTokenHandler } from '@backstage/backend-defaults/auth';
import { createHash } from 'node:crypto';
import { Remembered } from './Remembered';

type IssueOptions = Parameters<PluginTokenHandler['issueToken']>[0];

/**
 * Tokens from plugin to plugin, signed once and used again for a while. Each
 * is good for an hour, or as long as the session of whom it speaks for.
 */
export class CachingPluginTokens implements PluginTokenHandler {
  readonly #tokens: PluginTokenHandler;
  readonly #keepMs: number;
  readonly #now: () => number;
  readonly #issued = new Remembered<{ token: string }>();

  constructor(options: {
    tokens: PluginTokenHandler;
    keepMs: number;
    now?: () => number;
  }) {
    this.#tokens = options.tokens;
    this.#keepMs = options.keepMs;
    this.#now = options.now ?? Date.now;
  }

  verifyToken(token: string) {
    return this.#tokens.verifyToken(token);
  }

  async issueToken(options: IssueOptions): Promise<{ token: string }> {
    const { pluginId, targetPluginId, onBehalfOf } = options;
    const now = this.#now();
    const key = createHash('sha256')
      .update(
        JSON.stringify([
          pluginId,
          targetPluginId,
          onBehalfOf?.limitedUserToken ?? null,
        ]),
      )
      .digest('base64');
    const known = this.#issued.get(key, now);
    if (known) {
      return known;
    }
    const issued = await this.#tokens.issueToken(options);
    const end = onBehalfOf?.expiresAt.getTime() ?? Infinity;
    this.#issued.set(key, issued, Math.min(now + this.#keepMs, end));
    return issued;
  }
}
