import { z } from 'zod';
import { executionSchema, requestStatus, subjectSchema } from './api/subjects';
import { decisionKind } from './api/tasks';
import {
  closedReason,
  heldReason,
  lackSchema,
  rejectedReason,
  removedReason,
  ruleFailureSchema,
  seatSchema,
  skippedReason,
  textPart,
} from './eventParts';
import { timeOut } from './times';

/** SHA-256, hex, over salt and text: free text itself never stands in a payload. */
const textHash = z.string();
const place = { round: z.int(), stage: z.int() };
const ended = { released: z.array(z.string()) };

const failures = z.array(ruleFailureSchema);

/** Who was found and not seated, and why. */
const outcomeOfSearch = {
  seats: z.array(seatSchema),
  removed: z.array(z.object({ person: z.string(), reason: removedReason })),
  leftOut: z.array(
    z.object({ ref: z.string(), reason: z.enum(['not_a_user', 'not_a_ref']) }),
  ),
  releasedObservers: z.array(z.string()),
};

const found = {
  ...place,
  attempt: z.int(),
  ...outcomeOfSearch,
  need: z.int(),
  observersLeftOut: z.int(),
  observerFailures: failures,
};

const deadline = z
  .object({ dueAt: timeOut(), remindAt: timeOut().optional() })
  .optional();
const search = { attempt: z.int(), dueAt: timeOut() };
const nextBreach = z.object({ number: z.int(), dueAt: timeOut() }).optional();

/**
 * The payload of each event type of a request's stream. A field may be added,
 * never changed: stored history is read for ever.
 */
export const requestEventPayloads = {
  'request.created': z.object({
    id: z.string(),
    policyKey: z.string(),
    policyVersion: z.int(),
    requester: z.string(),
    actor: z.string().optional(),
    service: z.string().optional(),
    involved: z.array(z.string()),
    subject: subjectSchema,
    digest: z.string(),
    execution: executionSchema.optional(),
    expiresAt: timeOut().optional(),
    stages: z.array(z.object({ name: z.string(), group: z.int().optional() })),
  }),
  'request.conditions': z.object({
    round: z.int(),
    results: z.array(
      z.object({
        stage: z.int(),
        skip: z.boolean(),
        error: z.string().optional(),
      }),
    ),
  }),
  'request.approved': z.object({
    round: z.int(),
    digest: z.string(),
    reason: z.literal('all_stages_skipped').optional(),
  }),
  'request.rejected': z.object({ ...place, reason: rejectedReason }),
  'request.changes_requested': z.object({ ...place, taskId: z.string() }),
  'request.resubmitted': z.object({
    round: z.int(),
    digest: z.string(),
    expiresAt: timeOut().optional(),
    textHash: textHash.optional(),
  }),
  'request.withdrawn': z.object({
    round: z.int(),
    via: z.string().optional(),
    textHash: textHash.optional(),
  }),
  'request.cancelled': z.object({ round: z.int(), textHash }),
  'request.expired': z.object({ round: z.int() }),
  'request.commented': z.object({
    round: z.int(),
    via: z.string().optional(),
    textHash,
  }),
  'stage.resolving': z.object({ ...place, ...search }),
  'stage.retried': z.object({ ...place, ...search }),
  'stage.resolving_failed': z.object({
    ...place,
    attempt: z.int(),
    reason: heldReason,
    failures,
    next: z.object(search).optional(),
  }),
  'stage.started': z.object({ ...found, deadline }),
  'stage.found': z.object({
    ...found,
    kept: z.array(
      z.object({
        taskId: z.string(),
        person: z.string(),
        origin: seatSchema.shape.origin,
        rules: z.array(z.int()),
      }),
    ),
  }),
  'stage.held': z.object({
    ...place,
    reason: heldReason,
    need: z.int().optional(),
    lack: lackSchema.optional(),
    deadline,
  }),
  'stage.resumed': z.object({ ...place, need: z.int() }),
  'stage.skipped': z.object({ ...place, reason: skippedReason }),
  'stage.approved': z.object({
    ...place,
    ...ended,
    need: z.int(),
    approved: z.int(),
    reason: z.literal('deadline').optional(),
  }),
  'stage.rejected': z.object({ ...place, ...ended, reason: rejectedReason }),
  'stage.closed': z.object({ ...place, ...ended, reason: closedReason }),
  'stage.reminded': z.object({ ...place, people: z.array(z.string()) }),
  'stage.overdue': z.object({
    ...place,
    number: z.int(),
    people: z.array(z.string()),
    reason: z
      .enum([
        'nobody_new',
        'people_not_known',
        'too_many_people',
        'not_approvable',
        'repeats_over',
      ])
      .optional(),
    failures,
    next: nextBreach,
  }),
  'stage.escalated': z.object({
    ...place,
    number: z.int(),
    ...outcomeOfSearch,
    failures,
    next: nextBreach,
  }),
  'task.decided': z.object({
    ...place,
    taskId: z.string(),
    person: z.string(),
    decision: decisionKind,
    override: z.object({ reasonHash: textHash }).optional(),
    textHash: textHash.optional(),
  }),
  'task.assigned': z.object({
    ...place,
    seat: seatSchema,
    isNew: z.boolean(),
    endsSearch: z.boolean(),
    releasedObservers: z.array(z.string()),
    textHash,
  }),
  'task.reassigned': z.object({
    ...place,
    taskId: z.string(),
    person: z.string(),
    seat: seatSchema,
    releasedObservers: z.array(z.string()),
    textHash: textHash.optional(),
  }),
  'task.withdrawn': z.object({
    ...place,
    taskId: z.string(),
    person: z.string(),
    reason: z.enum(['barred', 'not_a_user']),
  }),
  'task.claimed': z.object({
    ...place,
    taskId: z.string(),
    person: z.string(),
  }),
  'task.unclaimed': z.object({
    ...place,
    taskId: z.string(),
    person: z.string(),
  }),
  'pass.created': z.object({
    policyKey: z.string(),
    digest: z.string(),
    expiresAt: timeOut().optional(),
  }),
  'pass.consumed': z.object({
    consumer: z.string(),
    /** Who let the run go on; absent: a service did. */
    initiator: z.string().optional(),
  }),
  'pass.revoked': z.object({ textHash }),
  'pass.expired': z.object({}),
};

const endpoint = {
  id: z.string(),
  name: z.string(),
  url: z.string(),
  types: z.array(z.string()),
  policyKeys: z.array(z.string()),
  usedFor: z.array(z.string()),
  enabled: z.boolean(),
};

/** What runs after an approval, in the stream `run:<request id>`. */
const run = {
  requestId: z.string(),
  requester: z.string(),
  policyKey: z.string(),
  kind: z.string(),
  execution: z.string(),
};

/** The payload of each event type outside requests. */
export const otherEventPayloads = {
  'policy.created': z.object({
    key: z.string(),
    version: z.int(),
    digest: z.string(),
  }),
  'policy.version_created': z.object({
    key: z.string(),
    version: z.int(),
    from: z.int(),
    digest: z.string(),
  }),
  'policy.changed': z.object({
    key: z.string(),
    version: z.int(),
    revision: z.int(),
    digest: z.string(),
  }),
  'policy.draft_deleted': z.object({ key: z.string(), version: z.int() }),
  'policy.activated': z.object({
    key: z.string(),
    version: z.int(),
    archived: z.int().optional(),
    digest: z.string(),
  }),
  'policy.deactivated': z.object({ key: z.string(), version: z.int() }),
  'delegation.created': z.object({
    id: z.string(),
    delegator: z.string(),
    delegate: z.string(),
    start: timeOut(),
    end: timeOut(),
    policyKeys: z.array(z.string()).optional(),
    textHash: textHash.optional(),
  }),
  'delegation.ended': z.object({
    id: z.string(),
    delegator: z.string(),
    delegate: z.string(),
  }),
  'audit.sealed': z.object({
    /** The UTC day, `2026-11-24`. */
    day: z.iso.date(),
    /** How many streams moved since the seal before. */
    heads: z.int(),
    /** SHA-256, hex, over their heads: docs/prove-it.md has the exact form. */
    digest: z.string(),
  }),
  'audit.text_erased': z.object({
    eventId: z.string(),
    stream: z.string(),
    seq: z.int(),
    part: textPart,
    textHash,
  }),
  'audit.retention_applied': z.object({
    what: z.enum(['contexts', 'texts']),
    /** Ended requests that something was removed from. */
    requests: z.array(z.string()),
    removed: z.int(),
  }),
  'run.resumed': z.object({
    ...run,
    /** Who let it go on, as far as it is known; absent: a service did. */
    initiator: z.string().optional(),
  }),
  'run.done': z.object(run),
  'run.failed': z.object(run),
  'run.cancelled': z.object(run),
  'run.gone': z.object(run),
  'run.bypassed': z.object({
    ...run,
    /** How the request stood when that was seen. */
    status: requestStatus,
    /** The policy's owner, who is told. */
    owner: z.string().optional(),
  }),
  /** It was to go on by itself, and could not be let. */
  'run.given_up': z.object(run),
  'webhook.created': z.object(endpoint),
  'webhook.updated': z.object(endpoint),
  'webhook.enabled': z.object({ id: z.string() }),
  'webhook.disabled': z.object({
    id: z.string(),
    reason: z.enum(['person', 'failing']),
    failingSince: timeOut().optional(),
    lastError: z.string().optional(),
  }),
  'webhook.rotated': z.object({
    id: z.string(),
    oldSecretUntil: timeOut().optional(),
  }),
  'webhook.removed': z.object({ id: z.string(), name: z.string() }),
  'webhook.retried': z.object({ id: z.string(), deliveryId: z.string() }),
  'webhook.exhausted': z.object({
    id: z.string(),
    deliveryId: z.string(),
    messageId: z.string(),
    messageType: z.string(),
    requestId: z.string().optional(),
    attempts: z.int(),
    lastError: z.string(),
  }),
};

/** Every event type with its payload's schema. */
export const eventPayloads = { ...requestEventPayloads, ...otherEventPayloads };
export type EventType = keyof typeof eventPayloads;
export type RequestEventType = keyof typeof requestEventPayloads;
/** The payload of one event type. */
export type EventPayload<T extends EventType> = z.infer<
  (typeof eventPayloads)[T]
>;
