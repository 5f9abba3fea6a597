import { AuditorService } from '@backstage/backend-plugin-api';
import {
  Event,
  EventType,
} from '@countersign/backstage-plugin-approvals-common';
import { JsonValue } from '@backstage/types';
import { EffectDraft, JointHandler } from '../outbox';
import { Published, Subscriber } from './types';

/** The kind of effect by which the auditor is told what the system did by itself. */
export const SYSTEM_AUDIT = 'audit';

/** What the system does that an auditor asks about, and how weighty it is. */
const LEVELS: Partial<Record<EventType, 'medium' | 'high' | 'critical'>> = {
  'stage.overdue': 'medium',
  'stage.escalated': 'medium',
  'stage.approved': 'high',
  'stage.rejected': 'high',
  'request.approved': 'high',
  'request.rejected': 'high',
  'request.expired': 'high',
  'pass.expired': 'medium',
  'task.withdrawn': 'medium',
  'run.resumed': 'medium',
  'run.bypassed': 'critical',
  'run.given_up': 'medium',
};

/** What the outbox keeps of it: no words of people. */
type AuditPayload = {
  type: EventType;
  at: string;
  actor: string;
  event: string;
  requestId: string;
  policyKey: string;
  round?: JsonValue;
  stage?: JsonValue;
  /** Of what runs: who let it go on; absent: a service did. */
  initiator?: JsonValue;
};

/** Brings to the auditor what no call did: deadlines, expiry, seats of people who left, what runs. */
export const systemAuditSubscriber: Subscriber = {
  draftsFor: async (_tx, published) =>
    published.flatMap(one =>
      one.events.filter(isBySystem).flatMap(event => draftsOf(one, event)),
    ),
};

/** Tells the auditor. It may hear of an event twice, with the same `event` in its meta. */
export function tellAuditor(auditor: AuditorService): JointHandler {
  return async (effects, { failed }) => {
    for (const effect of effects) {
      const { type, ...meta } = effect.payload as AuditPayload;
      try {
        const told = await auditor.createEvent({
          eventId: type.replace(/[._]/g, '-'),
          severityLevel: LEVELS[type],
          meta,
        });
        await told.success();
      } catch (error) {
        failed(effect, error);
      }
    }
  };
}

function isBySystem({ actor, type }: Event): boolean {
  return actor.startsWith('system:') && Object.hasOwn(LEVELS, type);
}

function draftsOf(
  { request, atLeisure }: Published,
  event: Event,
): EffectDraft[] {
  const { id, stream, type, at, actor, payload } = event;
  // Lines about what runs name the request that they are about.
  const requestId = request?.id ?? payload.requestId;
  const policyKey = request?.policy.key ?? payload.policyKey;
  if (typeof requestId !== 'string' || typeof policyKey !== 'string') {
    return [];
  }
  const told: AuditPayload = {
    type: type as EventType,
    at,
    actor,
    event: id,
    requestId,
    policyKey,
    round: payload.round as JsonValue,
    stage: payload.stage as JsonValue,
    initiator: payload.initiator as JsonValue,
  };
  return [
    {
      kind: SYSTEM_AUDIT,
      stream,
      lane: `${SYSTEM_AUDIT}:${stream}`,
      payload: told,
      dueAt: at,
      atLeisure,
    },
  ];
}
