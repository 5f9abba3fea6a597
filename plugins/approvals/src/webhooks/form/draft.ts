import type {
  CreateWebhookBody,
  UpdateWebhookBody,
  Webhook,
  WebhookUse,
} from '@countersign/backstage-plugin-approvals-common';

/** An endpoint as the form collects it. */
export type Draft = {
  name: string;
  url: string;
  types: string[];
  policyKeys: string[];
  usedFor: WebhookUse[];
};

/** What the form begins with. */
export const EMPTY_DRAFT: Draft = {
  name: '',
  url: '',
  types: [],
  policyKeys: [],
  usedFor: ['events'],
};

/** An endpoint to be edited. */
export function draftOf(webhook: Webhook): Draft {
  const { name, url, types, policyKeys, usedFor } = webhook;
  return { name, url, types, policyKeys, usedFor };
}

/** Where the form shows what is wrong. */
export type FaultyField = 'name' | 'url' | 'usedFor' | 'types' | 'policyKeys';

const FIELDS: readonly string[] = [
  'name',
  'url',
  'usedFor',
  'types',
  'policyKeys',
];

/** What is missing, before anything is sent. */
export function missingIn(draft: Draft): FaultyField[] {
  const missing: FaultyField[] = [];
  if (!draft.name.trim()) missing.push('name');
  if (!draft.url.trim()) missing.push('url');
  if (draft.usedFor.length === 0) missing.push('usedFor');
  return missing;
}

/** The server's faults by field, and those that belong to none. */
export function faultsByField(
  issues: readonly { path: string; message: string }[],
): {
  fields: Partial<Record<FaultyField, string>>;
  others: string[];
} {
  const fields: Partial<Record<FaultyField, string>> = {};
  const others: string[] = [];
  for (const { path, message } of issues) {
    const [, name] = path.split('/');
    if (name && FIELDS.includes(name)) {
      const field = name as FaultyField;
      fields[field] = [fields[field], message].filter(Boolean).join(' · ');
    } else {
      others.push(path ? `${path} ${message}` : message);
    }
  }
  return { fields, others };
}

/** The faults of fields that are as they were sent: what is written anew was not refused yet. */
export function stillSaid(
  faults: Partial<Record<FaultyField, string>>,
  sent: Draft,
  draft: Draft,
): Partial<Record<FaultyField, string>> {
  return Object.fromEntries(
    Object.entries(faults).filter(
      ([field]) => sent[field as FaultyField] === draft[field as FaultyField],
    ),
  );
}

/** The body that makes the endpoint. */
export function bodyOf(draft: Draft): CreateWebhookBody {
  return { ...draft, name: draft.name.trim(), url: draft.url.trim() };
}

/** What of an endpoint the form changed: the rest may have been changed by others meanwhile. */
export function changesOf(before: Webhook, draft: Draft): UpdateWebhookBody {
  const was: Record<string, unknown> = draftOf(before);
  return Object.fromEntries(
    Object.entries(bodyOf(draft)).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(was[key]),
    ),
  );
}

/** The uses with one of them on or off. Whoever is told what happens may be called back, too. */
export function withUse(
  uses: readonly WebhookUse[],
  use: WebhookUse,
  on: boolean,
): WebhookUse[] {
  const others = uses.filter(
    item => item !== use && !(on && use === 'events' && item === 'callbacks'),
  );
  return on ? [...others, use] : others;
}
