import {
  Event,
  EventPayload,
  EventType,
  eventPayloads,
  RequestEventType,
} from '@countersign/backstage-plugin-approvals-common';
import { otherSentences } from './otherSentences';
import type { Say } from './say';

/** A sentence for each type. */
export type SentencesOf<Types extends EventType> = {
  [Type in Types]: (
    say: Say,
    payload: EventPayload<Type>,
    event: Event,
  ) => JSX.Element;
};

const people = (seats: { person: string; kind: string }[]) =>
  seats.filter(({ kind }) => kind === 'approver').map(({ person }) => person);

const requestSentences: SentencesOf<RequestEventType> = {
  'request.created': ({ t, who }, payload, { actor }) => {
    if (payload.service) {
      return t('timeline.request.createdFor', {
        service: who(payload.service),
        requester: who(payload.requester),
      });
    }
    return payload.actor
      ? t('timeline.request.createdVia', {
          actor: who(payload.requester),
          via: who(payload.actor),
        })
      : t('timeline.request.created', { actor: who(actor) });
  },
  'request.conditions': ({ t }) => <>{t('timeline.request.conditions')}</>,
  'request.approved': ({ t }, { reason }) => (
    <>
      {reason
        ? t('timeline.request.approvedSkipped')
        : t('timeline.request.approved')}
    </>
  ),
  'request.rejected': ({ t }) => <>{t('timeline.request.rejected')}</>,
  'request.changes_requested': ({ t }, { round }) => (
    <>{t('timeline.request.changesRequested', { round: String(round) })}</>
  ),
  'request.resubmitted': ({ t, who }, { round }, { actor }) =>
    t('timeline.request.resubmitted', {
      actor: who(actor),
      round: String(round),
    }),
  'request.withdrawn': ({ t, who }, _, { actor }) =>
    t('timeline.request.withdrawn', { actor: who(actor) }),
  'request.cancelled': ({ t, who }, _, { actor }) =>
    t('timeline.request.cancelled', { actor: who(actor) }),
  'request.expired': ({ t }) => <>{t('timeline.request.expired')}</>,
  'request.commented': ({ t, who }, _, { actor }) =>
    t('timeline.request.commented', { actor: who(actor) }),
  'stage.resolving': ({ t, stage }, payload) =>
    t('timeline.stage.resolving', { stage: stage(payload) }),
  'stage.retried': ({ t, who, stage }, payload, { actor }) =>
    t('timeline.stage.retried', { actor: who(actor), stage: stage(payload) }),
  'stage.resolving_failed': ({ t, stage }, payload) =>
    t('timeline.stage.resolvingFailed', {
      stage: stage(payload),
      reason: payload.failures.map(({ message }) => message).join('; '),
    }),
  'stage.started': ({ t, all, stage }, payload) =>
    t('timeline.stage.started', {
      stage: stage(payload),
      people: all(people(payload.seats)),
    }),
  'stage.found': ({ t, all, stage }, payload) =>
    payload.seats.length > 0
      ? t('timeline.stage.found', {
          stage: stage(payload),
          people: all(people(payload.seats)),
        })
      : t('timeline.stage.foundNobody', { stage: stage(payload) }),
  'stage.held': ({ t, stage }, payload) =>
    t(`timeline.stage.held.${payload.reason}`, { stage: stage(payload) }),
  'stage.resumed': ({ t, stage }, payload) =>
    t('timeline.stage.resumed', { stage: stage(payload) }),
  'stage.skipped': ({ t, stage }, payload) =>
    t(`timeline.stage.skipped.${payload.reason}`, { stage: stage(payload) }),
  'stage.approved': ({ t, stage }, payload) =>
    t(
      payload.reason
        ? 'timeline.stage.approvedByDeadline'
        : 'timeline.stage.approved',
      { stage: stage(payload) },
    ),
  'stage.rejected': ({ t, stage }, payload) =>
    t(`timeline.stage.rejected.${payload.reason}`, { stage: stage(payload) }),
  'stage.closed': ({ t, stage }, payload) =>
    t('timeline.stage.closed', { stage: stage(payload) }),
  'stage.reminded': ({ t, all, stage }, payload) =>
    t('timeline.stage.reminded', {
      people: all(payload.people),
      stage: stage(payload),
    }),
  'stage.overdue': ({ t, stage }, payload) =>
    t('timeline.stage.overdue', { stage: stage(payload) }),
  'stage.escalated': ({ t, all, stage }, payload) =>
    t('timeline.stage.escalated', {
      stage: stage(payload),
      people: all(people(payload.seats)),
    }),
  'task.decided': ({ t, who, stage }, payload, { actor }) => (
    <>
      {t(`timeline.task.${payload.decision}`, {
        actor: who(actor),
        stage: stage(payload),
      })}
      {actor !== payload.person && ' '}
      {actor !== payload.person &&
        t(
          payload.override
            ? 'timeline.task.override'
            : 'timeline.task.forSomebody',
          { person: who(payload.person) },
        )}
    </>
  ),
  'task.assigned': ({ t, who, stage }, payload, { actor }) =>
    t('timeline.task.assigned', {
      actor: who(actor),
      person: who(payload.seat.person),
      stage: stage(payload),
    }),
  'task.reassigned': ({ t, who, stage }, payload, { actor }) =>
    actor === payload.person
      ? t('timeline.task.reassigned', {
          actor: who(actor),
          stage: stage(payload),
          person: who(payload.seat.person),
        })
      : t('timeline.task.reassignedOther', {
          actor: who(actor),
          from: who(payload.person),
          stage: stage(payload),
          person: who(payload.seat.person),
        }),
  'task.withdrawn': ({ t, who, stage }, payload) =>
    t(`timeline.task.withdrawn.${payload.reason}`, {
      person: who(payload.person),
      stage: stage(payload),
    }),
  'task.claimed': ({ t, who, stage }, payload, { actor }) =>
    t('timeline.task.claimed', { actor: who(actor), stage: stage(payload) }),
  'task.unclaimed': ({ t, who, stage }, payload, { actor }) =>
    t('timeline.task.unclaimed', { actor: who(actor), stage: stage(payload) }),
  'pass.created': ({ t }) => <>{t('timeline.pass.created')}</>,
  'pass.consumed': ({ t, who }, { consumer, initiator }, { actor }) => {
    if (initiator) {
      return t('timeline.pass.consumedBy', { actor: who(initiator) });
    }
    // A plugin takes it for a run, whose id tells people nothing.
    return actor.startsWith('plugin:') ? (
      <>{t('timeline.pass.consumedByItself')}</>
    ) : (
      t('timeline.pass.consumed', { consumer: who(consumer) })
    );
  },
  'pass.revoked': ({ t, who }, _, { actor }) =>
    t('timeline.pass.revoked', { actor: who(actor) }),
  'pass.expired': ({ t }) => <>{t('timeline.pass.expired')}</>,
};

const sentences: SentencesOf<EventType> = {
  ...requestSentences,
  ...otherSentences,
};

/** One line of history as a sentence; an unknown type says its own name. */
export function sentenceOf(event: Event, say: Say): JSX.Element {
  if (!isKnown(event.type)) {
    return <>{event.type}</>;
  }
  const sentence = sentences[event.type] as (
    ...line: [Say, never, Event]
  ) => JSX.Element;
  return sentence(say, event.payload as never, event);
}

function isKnown(type: string): type is EventType {
  return Object.hasOwn(eventPayloads, type);
}
