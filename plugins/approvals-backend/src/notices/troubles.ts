import { EffectHandler } from '../outbox';
import { NoticeSender } from './NoticeSender';

/** What the outbox keeps of something that administrators must look at. */
export type TroublePayload = { type: string; name?: string };

const WEBHOOKS = '/approvals/webhooks';
const AUDIT = '/approvals/audit';

/** What of a stream outside requests administrators are told; undefined: nothing. */
export function troubleOf(
  type: string,
): { title: string; link: string } | undefined {
  switch (type) {
    case 'webhook.disabled':
      return { title: 'Webhook disabled', link: WEBHOOKS };
    case 'webhook.exhausted':
      return { title: 'Webhook message given up', link: WEBHOOKS };
    default:
      // Whatever else the audit stream tells than its daily seal.
      return type.startsWith('audit.') && type !== 'audit.sealed'
        ? { title: 'History does not verify', link: AUDIT }
        : undefined;
  }
}

/** Tells administrators of trouble with webhooks and the audit log. */
export function tellTrouble(options: {
  sender: NoticeSender;
  /** Users and groups. */
  administrators: readonly string[];
}): EffectHandler {
  const { sender, administrators } = options;
  return async ({ stream, payload }) => {
    const { type, name } = payload as TroublePayload;
    const trouble = troubleOf(type);
    if (trouble) {
      await sender.send({
        recipients: administrators,
        payload: {
          title: name ? `${trouble.title}: ${name}` : trouble.title,
          link: trouble.link,
          severity: 'high',
          topic: 'trouble',
          scope: stream,
        },
      });
    }
  };
}
