import { createTranslationRef } from '@backstage/frontend-plugin-api';
import type { TranslationFunction } from '@backstage/frontend-plugin-api';
import { deliveryMessages } from './messages/deliveries';
import { auditMessages } from './messages/audit';
import { inboxMessages } from './messages/inbox';
import { newRequestMessages } from './messages/newRequest';
import { policyMessages } from './messages/policies';
import { requestMessages } from './messages/request';
import { runMessages } from './messages/runs';
import { timelineMessages } from './messages/timeline';
import { trackMessages } from './messages/track';
import { uiMessages } from './messages/ui';
import { webhookMessages } from './messages/webhooks';

/** Every word of the pages; an app may replace or translate them. */
export const approvalsTranslationRef = createTranslationRef({
  id: 'approvals',
  messages: {
    ...uiMessages,
    ...trackMessages,
    ...inboxMessages,
    ...requestMessages,
    ...runMessages,
    ...timelineMessages,
    ...newRequestMessages,
    ...policyMessages,
    ...webhookMessages,
    ...deliveryMessages,
    ...auditMessages,
  },
});

/** Says a text of the plugin in the reader's language. */
export type T = TranslationFunction<(typeof approvalsTranslationRef)['T']>;
