import {
  rotateSecretBody,
  WebhookWithSecret,
} from '@countersign/backstage-plugin-approvals-common';
import { z } from 'zod';
import { Caller } from '../http';
import { newSecret } from '../outgoing';
import { EndpointChanges } from './EndpointChanges';
import { EndpointSecrets } from './EndpointSecrets';
import { EndpointStore } from './EndpointStore';
import { EndpointViews } from './EndpointViews';
import { Endpoint, WebhookSettings } from './types';
import { WebhookEvents } from './WebhookEvents';

type RotateBody = z.output<typeof rotateSecretBody>;

type Options = {
  store: EndpointStore;
  changes: EndpointChanges;
  views: EndpointViews;
  secrets: EndpointSecrets;
  events: WebhookEvents;
  settings: Pick<WebhookSettings, 'keepOldSecret'>;
};

/** Gives endpoints new secrets. */
export class SecretRotation {
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Gives an endpoint a new secret, shown this once. For a while messages are
   * signed with both.
   *
   * @throws ApprovalsRefusal TOKEN_NOT_ALLOWED, NOT_FOUND, INVALID_INPUT, UNAVAILABLE
   */
  async rotate(
    caller: Caller,
    id: string,
    readBody: () => RotateBody,
  ): Promise<WebhookWithSecret> {
    const { store, changes, views, secrets, events, settings } = this.#options;
    const secret = newSecret();
    const endpoint = await changes.change(
      caller,
      id,
      async (tx, before, at) => {
        const until = readBody().keepOld
          ? new Date(Date.parse(at) + settings.keepOldSecret).toISOString()
          : undefined;
        const after: Endpoint = {
          ...before,
          secret: secrets.seal(secret, id),
          oldSecret: until && before.secret,
          oldSecretUntil: until,
          updatedAt: at,
        };
        await store.save(tx, after);
        await events.tell(tx, {
          type: 'webhook.rotated',
          actor: caller.ref,
          at,
          payload: { id, ...(until && { oldSecretUntil: until }) },
        });
        return after;
      },
    );
    return { ...(await views.viewOf(endpoint)), secret };
  }
}
