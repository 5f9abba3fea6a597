import type {
  EventType,
  RequestEventType,
} from '@countersign/backstage-plugin-approvals-common';
import type { SentencesOf } from './sentences';

type OtherEventType = Exclude<EventType, RequestEventType>;

/** The sentences of what happens to policies, delegations, webhooks, to what runs, and to the history itself. */
export const otherSentences: SentencesOf<OtherEventType> = {
  'policy.created': ({ t, who, name }, { key }, { actor }) =>
    t('timeline.policy.created', { actor: who(actor), policy: name(key) }),
  'policy.version_created': (
    { t, who, name },
    { key, version, from },
    { actor },
  ) =>
    t('timeline.policy.versionCreated', {
      actor: who(actor),
      policy: name(key),
      version: String(version),
      from: String(from),
    }),
  'policy.changed': ({ t, who, name }, { key, version }, { actor }) =>
    t('timeline.policy.changed', {
      actor: who(actor),
      policy: name(key),
      version: String(version),
    }),
  'policy.draft_deleted': ({ t, who, name }, { key, version }, { actor }) =>
    t('timeline.policy.draftDeleted', {
      actor: who(actor),
      policy: name(key),
      version: String(version),
    }),
  'policy.activated': (
    { t, who, name },
    { key, version, archived },
    { actor },
  ) =>
    archived === undefined
      ? t('timeline.policy.activated', {
          actor: who(actor),
          policy: name(key),
          version: String(version),
        })
      : t('timeline.policy.activatedInstead', {
          actor: who(actor),
          policy: name(key),
          version: String(version),
          archived: String(archived),
        }),
  'policy.deactivated': ({ t, who, name }, { key, version }, { actor }) =>
    t('timeline.policy.deactivated', {
      actor: who(actor),
      policy: name(key),
      version: String(version),
    }),
  'delegation.created': (
    { t, who, time },
    { delegator, delegate, start, end },
    { actor },
  ) =>
    t(
      actor === delegator
        ? 'timeline.delegation.created'
        : 'timeline.delegation.createdOther',
      {
        actor: who(actor),
        delegator: who(delegator),
        delegate: who(delegate),
        start: time(start),
        end: time(end),
      },
    ),
  'delegation.ended': ({ t, who }, { delegator, delegate }, { actor }) =>
    t('timeline.delegation.ended', {
      actor: who(actor),
      delegator: who(delegator),
      delegate: who(delegate),
    }),
  'run.resumed': ({ t, who }, { initiator }) =>
    initiator ? (
      t('timeline.run.resumedBy', { actor: who(initiator) })
    ) : (
      <>{t('timeline.run.resumed')}</>
    ),
  'run.done': ({ t }) => <>{t('timeline.run.done')}</>,
  'run.failed': ({ t }) => <>{t('timeline.run.failed')}</>,
  'run.cancelled': ({ t }) => <>{t('timeline.run.cancelled')}</>,
  'run.gone': ({ t }) => <>{t('timeline.run.gone')}</>,
  'run.bypassed': ({ t }) => <>{t('timeline.run.bypassed')}</>,
  'run.given_up': ({ t }) => <>{t('timeline.run.givenUp')}</>,
  'webhook.created': ({ t, who, name }, payload, { actor }) =>
    t('timeline.webhook.created', {
      actor: who(actor),
      endpoint: name(payload.name),
    }),
  'webhook.updated': ({ t, who, name }, payload, { actor }) =>
    t('timeline.webhook.updated', {
      actor: who(actor),
      endpoint: name(payload.name),
    }),
  'webhook.enabled': ({ t, who }, _, { actor }) =>
    t('timeline.webhook.enabled', { actor: who(actor) }),
  'webhook.disabled': ({ t, who }, { reason }, { actor }) =>
    reason === 'failing' ? (
      <>{t('timeline.webhook.disabledFailing')}</>
    ) : (
      t('timeline.webhook.disabled', { actor: who(actor) })
    ),
  'webhook.rotated': ({ t, who }, _, { actor }) =>
    t('timeline.webhook.rotated', { actor: who(actor) }),
  'webhook.removed': ({ t, who, name }, payload, { actor }) =>
    t('timeline.webhook.removed', {
      actor: who(actor),
      endpoint: name(payload.name),
    }),
  'webhook.retried': ({ t, who }, _, { actor }) =>
    t('timeline.webhook.retried', { actor: who(actor) }),
  'webhook.exhausted': ({ t }, { attempts, messageType }) => (
    <>
      {t('timeline.webhook.exhausted', {
        type: messageType,
        n: String(attempts),
      })}
    </>
  ),
  'audit.sealed': ({ t }, { day, heads }) => (
    <>{t('timeline.audit.sealed', { day, n: String(heads) })}</>
  ),
  'audit.text_erased': (say, { part, seq, stream }, { actor }) =>
    say.t(`timeline.audit.erased.${part}`, {
      actor: say.who(actor),
      line: String(seq),
      stream: say.stream(stream),
    }),
  'audit.retention_applied': ({ t }, { what, removed, requests }) => (
    <>
      {t(`timeline.audit.retention.${what}`, {
        n: String(removed),
        requests: String(requests.length),
      })}
    </>
  ),
};
