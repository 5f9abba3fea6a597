import {
  LIMITS,
  Page,
  Webhook,
  WebhookQuery,
} from '@countersign/backstage-plugin-approvals-common';
import { Caller, decodeCursor, encodeCursor, notFound } from '../http';
import { DeliveryStore } from './DeliveryStore';
import { EndpointStore } from './EndpointStore';
import { Endpoint } from './types';
import { WebhookAccess } from './WebhookAccess';
import { endpointView } from './webhookView';

type Options = {
  store: EndpointStore;
  deliveries: DeliveryStore;
  access: WebhookAccess;
  /** UTC text with milliseconds. */
  now: () => string;
};

const SORT = '-createdAt';

/** Shows endpoints with their health. */
export class EndpointViews {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** A page of endpoints, newest first. @throws ApprovalsRefusal NOT_ALLOWED, INVALID_CURSOR */
  async list(
    caller: Caller,
    { limit: asked, cursor, removed }: WebhookQuery,
  ): Promise<Page<Webhook>> {
    const { store, access } = this.#options;
    await access.requireManager(caller);
    const limit = Number(asked ?? LIMITS.page);
    const withRemoved = removed === 'true';
    const filters = withRemoved ? { removed: 'true' } : {};
    const found = await store.list({
      after: cursor ? decodeCursor(cursor, SORT, filters) : undefined,
      limit: limit + 1,
      withRemoved,
    });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: await this.#views(shown),
      ...(found.length > limit &&
        last && {
          nextCursor: encodeCursor(SORT, filters, {
            value: last.createdAt,
            id: last.id,
          }),
        }),
    };
  }

  /** One endpoint. @throws ApprovalsRefusal NOT_FOUND */
  async get(caller: Caller, id: string): Promise<Webhook> {
    await this.#options.access.requireSight(caller);
    const endpoint = await this.#options.store.get(id);
    if (!endpoint) {
      throw notFound();
    }
    return this.viewOf(endpoint);
  }

  /** An endpoint as the API shows it. */
  async viewOf(endpoint: Endpoint): Promise<Webhook> {
    const [view] = await this.#views([endpoint]);
    return view;
  }

  async #views(endpoints: Endpoint[]): Promise<Webhook[]> {
    const { deliveries, now } = this.#options;
    const waiting = await deliveries.waiting(endpoints.map(({ id }) => id));
    return endpoints.map(endpoint =>
      endpointView(endpoint, waiting.get(endpoint.id) ?? 0, now()),
    );
  }
}
