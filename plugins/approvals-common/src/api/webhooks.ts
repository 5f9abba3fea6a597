import { z } from 'zod';
import { eventPayloads } from '../events';
import { LIMITS } from '../limits';
import { policyKey } from '../policy';
import { link, text } from '../text';
import { timeOut } from '../times';
import { paging, queryFlag } from './shared';

/**
 * What an endpoint is for. `events`: it is told what happens, and may be
 * called back; `callbacks`: only the latter; `rules`: it is asked for approvers.
 */
export const webhookUse = z.enum(['events', 'callbacks', 'rules']);
export type WebhookUse = z.infer<typeof webhookUse>;

/** A type of event that an endpoint can list. */
export const webhookEventType = z.enum(
  Object.keys(eventPayloads) as [string, ...string[]],
  { error: 'must be a type of event such as request.approved' },
);

/** How deliveries to an endpoint have been going. */
export const webhookHealthSchema = z.object({
  lastSuccessAt: timeOut().optional(),
  failingSince: timeOut().optional().meta({
    description: 'of the first failure after the last success',
  }),
  lastError: z.string().optional().meta({
    description: 'of the last failure; absent while it does not fail',
  }),
  waiting: z.int().meta({ description: 'messages in its queue' }),
});

/** An address that is told what happens, or asked for approvers. */
export const webhookSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    url: z.string(),
    types: z.array(z.string()).meta({
      description: 'event types that it gets; none listed: all',
    }),
    policyKeys: z.array(z.string()).meta({
      description: 'policies whose events it gets; none listed: all',
    }),
    usedFor: z.array(webhookUse),
    enabled: z.boolean(),
    disabledAt: timeOut().optional(),
    disabledReason: z.enum(['person', 'failing']).optional().meta({
      description: '`failing`: it failed for five days',
    }),
    oldSecretUntil: timeOut().optional().meta({
      description:
        'until then messages carry a signature with the secret before the last one, too',
    }),
    health: webhookHealthSchema,
    createdBy: z.string(),
    createdAt: timeOut(),
    updatedAt: timeOut(),
    removedAt: timeOut().optional().meta({
      description: 'told in lists that were asked for removed endpoints, too',
    }),
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.infer<typeof webhookSchema>;

/** An endpoint with its new secret, which is never shown again. */
export const webhookWithSecretSchema = webhookSchema
  .extend({
    secret: z.string().meta({
      description:
        '`whsec_` and 32 bytes in base64, as Standard Webhooks has it',
    }),
  })
  .meta({ id: 'WebhookWithSecret' });
export type WebhookWithSecret = z.infer<typeof webhookWithSecretSchema>;

const choices = {
  types: z.array(webhookEventType).max(LIMITS.webhookTypes),
  policyKeys: z.array(policyKey()).max(LIMITS.policyKeys),
  usedFor: z.array(webhookUse).min(1).max(webhookUse.options.length),
};

export const createWebhookBody = z.strictObject({
  name: text(LIMITS.title),
  url: link(),
  types: choices.types.default([]),
  policyKeys: choices.policyKeys.default([]),
  usedFor: choices.usedFor.default(['events']),
  enabled: z.boolean().default(true),
});
export type CreateWebhookBody = z.input<typeof createWebhookBody>;

/** What is left out stays as it is. */
export const updateWebhookBody = z.strictObject({
  name: text(LIMITS.title).optional(),
  url: link().optional(),
  types: choices.types.optional(),
  policyKeys: choices.policyKeys.optional(),
  usedFor: choices.usedFor.optional(),
  enabled: z.boolean().optional(),
});
export type UpdateWebhookBody = z.input<typeof updateWebhookBody>;

export const rotateSecretBody = z.strictObject({
  keepOld: z.boolean().default(true).meta({
    description:
      'whether messages carry a signature with the old secret for a while; `false` for a secret that got out',
  }),
});
export type RotateSecretBody = z.input<typeof rotateSecretBody>;

export const webhookQuery = z.strictObject({
  ...paging,
  removed: queryFlag().optional().meta({
    description:
      'also those that were removed, as long as messages to them are kept',
  }),
});
export type WebhookQuery = z.infer<typeof webhookQuery>;
