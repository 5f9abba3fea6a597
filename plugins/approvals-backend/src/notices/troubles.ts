import {
  Event,
  EventPayload,
} from '@countersign/backstage-plugin-approvals-common';
import { EffectHandler } from '../outbox';
import { NoticeSender } from './NoticeSender';
import { NoticeStore } from './NoticeStore';
import { timeInWords } from './words';

/** Something that administrators must look at, as the outbox keeps it. */
export type Trouble = {
  title: string;
  description: string;
  link: string;
  /** The endpoint, whose name the notice gives. */
  endpointId?: string;
};

const WEBHOOKS = '/approvals/webhooks';

/** What of a line outside requests administrators are told; undefined: nothing. */
export function troubleOf({
  type,
  payload,
}: Pick<Event, 'type' | 'payload'>): Trouble | undefined {
  switch (type) {
    case 'webhook.disabled': {
      const { id, reason, failingSince } =
        payload as EventPayload<'webhook.disabled'>;
      return reason === 'failing'
        ? {
            title: 'Webhook disabled',
            description: failingSince
              ? `It has failed since ${timeInWords(failingSince)}.`
              : 'It kept failing.',
            link: WEBHOOKS,
            endpointId: id,
          }
        : undefined;
    }
    case 'webhook.exhausted': {
      const { id, messageType, attempts } =
        payload as EventPayload<'webhook.exhausted'>;
      return {
        title: 'Webhook message given up',
        description: `${messageType} was tried ${attempts} times.`,
        link: WEBHOOKS,
        endpointId: id,
      };
    }
    case 'audit.broken':
      return {
        title: 'History does not verify',
        description: 'The audit log was changed, or the database is damaged.',
        link: '/approvals/audit',
      };
    default:
      return undefined;
  }
}

/** Tells administrators of trouble. All of a stream is one row in each bell. */
export function tellTrouble(options: {
  sender: NoticeSender;
  store: NoticeStore;
  /** Users and groups. */
  administrators: readonly string[];
}): EffectHandler {
  const { sender, store, administrators } = options;
  return async ({ stream, payload }) => {
    const { title, description, link, endpointId } = payload as Trouble;
    const name = endpointId && (await store.endpointName(endpointId));
    await sender.send({
      recipients: administrators,
      payload: {
        title: name ? `${title}: ${name}` : title,
        description,
        link,
        severity: 'high',
        topic: 'trouble',
        scope: stream,
      },
    });
  };
}
