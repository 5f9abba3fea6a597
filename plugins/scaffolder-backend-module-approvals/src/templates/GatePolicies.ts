import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ApprovalsClient,
  PolicyItem,
} from '@countersign/backstage-plugin-approvals-common';
import { ApprovalsApi } from '../approvalsApi';
import { AppliesTo } from './appliesTo';

/** How long policies are taken to be the same, in milliseconds. */
const KEEP = 60_000;
/** What the catalog waits for them, in milliseconds. */
const PATIENCE = 5_000;

type Options = {
  api: ApprovalsApi;
  logger: LoggerService;
  now?: () => number;
};

/** The policies in force that demand gates of templates, looked up once a minute. */
export class GatePolicies {
  readonly #options: Options;
  #known: AppliesTo[] = [];
  #lookedAt = -Infinity;
  #looking: Promise<void> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Those known last, when approvals cannot be reached. */
  async get(): Promise<readonly AppliesTo[]> {
    const { now = Date.now } = this.#options;
    if (now() - this.#lookedAt > KEEP) {
      this.#looking ??= this.#look().finally(() => {
        this.#lookedAt = now();
        this.#looking = undefined;
      });
      await this.#looking;
    }
    return this.#known;
  }

  async #look(): Promise<void> {
    const { api, logger } = this.#options;
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      const items = await allInForce(api({ signal }));
      this.#known = items.flatMap(({ key, appliesTo }) =>
        appliesTo ? [{ key, templates: appliesTo.templates }] : [],
      );
    } catch (error) {
      logger.warn(
        `Templates are checked against the policies known last: ${error}`,
      );
    }
  }
}

async function allInForce(client: ApprovalsClient): Promise<PolicyItem[]> {
  const items: PolicyItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.listPolicies({
      query: { status: 'active', limit: '100', cursor },
    });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}
