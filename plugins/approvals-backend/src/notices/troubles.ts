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
  /** Who else is told: a user or group. */
  owner?: string;
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
    case 'run.bypassed': {
      const { requestId, policyKey, status, owner } =
        payload as EventPayload<'run.bypassed'>;
      return {
        title: 'Went on without its approval',
        description: `What was to wait for approval under ${policyKey} did not: the request was ${STANDS[status]}.`,
        link: requestLink(requestId),
        ...(owner && { owner }),
      };
    }
    case 'run.given_up': {
      const { requestId, policyKey } = payload as EventPayload<'run.given_up'>;
      return {
        title: 'Could not be let go on',
        description: `What waits for approval under ${policyKey} was to go on by itself.`,
        link: requestLink(requestId),
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

const STANDS: Record<EventPayload<'run.bypassed'>['status'], string> = {
  in_review: 'in review',
  changes_requested: 'waiting for changes',
  approved: 'approved, but that was not to be acted on any more',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  cancelled: 'cancelled',
  expired: 'expired',
};

function requestLink(id: string): string {
  return `/approvals/requests/${id}`;
}

/** Tells administrators of trouble, and whoever else it names. All of a stream is one row in each bell. */
export function tellTrouble(options: {
  sender: NoticeSender;
  store: NoticeStore;
  /** Users and groups. */
  administrators: readonly string[];
}): EffectHandler {
  const { sender, store, administrators } = options;
  return async ({ stream, payload }) => {
    const { title, description, link, endpointId, owner } = payload as Trouble;
    const name = endpointId && (await store.endpointName(endpointId));
    await sender.send({
      recipients: [...new Set([...administrators, ...(owner ? [owner] : [])])],
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
