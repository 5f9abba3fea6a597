import {
  DecisionKind,
  DeliveryStatus,
  PolicyVersion,
  RequestStatus,
  RunState,
  Seat,
  StageStatus,
  TaskStatus,
  TextPart,
} from '@countersign/backstage-plugin-approvals-common';

/** The tables by name. */
export const tables = {
  policies: 'policies',
  requests: 'requests',
  rounds: 'rounds',
  stages: 'stages',
  tasks: 'tasks',
  requestPeople: 'request_people',
  passes: 'passes',
  runs: 'runs',
  delegations: 'delegations',
  events: 'events',
  eventTexts: 'event_texts',
  streamHeads: 'stream_heads',
  sealedHeads: 'sealed_heads',
  retentionMarks: 'retention_marks',
  openNotices: 'open_notices',
  outbox: 'outbox',
  idempotencyKeys: 'idempotency_keys',
  webhookEndpoints: 'webhook_endpoints',
  webhookDeliveries: 'webhook_deliveries',
  webhookAttempts: 'webhook_attempts',
} as const;

/** The due time of what has none: sorts last, so that lists need no NULL rules. */
export const NEVER = '9999-12-31T23:59:59.999Z';

/** SQLite has no booleans: it gives 0 and 1 back. */
export type StoredBoolean = boolean | 0 | 1;

/** A row of `policies`. */
export type PolicyRow = {
  key: string;
  version: number;
  status: PolicyVersion['status'];
  name: string;
  subject_type: string;
  owner: string | null;
  definition: string;
  examples: string;
  digest: string;
  revision: number;
  created_by: string;
  created_at: string;
  activated_by: string | null;
  activated_at: string | null;
};

/** A row of `requests`. */
export type RequestRow = {
  id: string;
  policy_key: string;
  policy_version: number;
  subject_type: string;
  subject_id: string;
  subject_title: string;
  subject_link: string | null;
  subject_entity_ref: string | null;
  requester: string;
  actor: string | null;
  service: string | null;
  involved: string;
  execution_kind: string | null;
  execution_id: string | null;
  execution_link: string | null;
  callback_url: string | null;
  digest: string;
  status: RequestStatus;
  reason: string | null;
  round: number;
  one_open: StoredBoolean;
  forbid_repeat: StoredBoolean;
  search: string;
  created_at: string;
  round_started_at: string;
  expires_at: string | null;
  completed_at: string | null;
  due_at: string;
  state: string;
  stream_seq: number;
  stream_hash: string;
};

/** A row of `rounds`. */
export type RoundRow = {
  request_id: string;
  round: number;
  context: string;
  digest: string;
  submitted_by: string;
  submitted_at: string;
  event_id: string | null;
};

/** A row of `rounds` as it is read: retention may have taken the context away. */
export type KeptRoundRow = RoundRow & { context_removed_at: string | null };

/** A row of `stages`. */
export type StageRow = {
  request_id: string;
  round: number;
  idx: number;
  status: StageStatus;
  reason: string | null;
  need: number | null;
  approved: number;
  started_at: string | null;
  due_at: string | null;
  ended_at: string | null;
};

/** A row of `tasks`. */
export type TaskRow = {
  id: string;
  request_id: string;
  round: number;
  stage: number;
  assignee: string;
  kind: Seat['kind'];
  status: TaskStatus;
  origin: Seat['origin'];
  rules: string;
  replaces: string | null;
  claimed_by: string | null;
  claimed_at: string | null;
  decision: DecisionKind | null;
  decided_by: string | null;
  on_behalf_of: string | null;
  override: StoredBoolean;
  decision_event: string | null;
  decided_at: string | null;
  withdrawn_reason: string | null;
  created_at: string;
  due_at: string;
  policy_key: string;
};

/** A task with what a list shows of its request, stage and decision. */
export type TaskListRow = TaskRow & {
  comment: string | null;
  comment_erased_by: string | null;
  override_reason: string | null;
  override_reason_erased_by: string | null;
  request_status: RequestStatus;
  request_round: number;
  subject_type: string;
  subject_id: string;
  subject_title: string;
  subject_link: string | null;
  subject_entity_ref: string | null;
  requester: string;
  policy_version: number;
  request_created_at: string;
  stage_status: StageStatus;
  stage_need: number | null;
  stage_approved: number;
};

/** A row of `request_people`. */
export type RequestPersonRow = {
  person: string;
  request_id: string;
  part: string;
  created_at: string;
};

/** A row of `passes`. */
export type PassRow = {
  request_id: string;
  policy_key: string;
  digest: string;
  status: 'open' | 'consumed' | 'revoked' | 'over';
  created_at: string;
  expires_at: string | null;
  consumer: string | null;
  consumed_at: string | null;
  revoked_by: string | null;
  revoked_at: string | null;
};

/** A row of `runs`. */
export type RunRow = {
  request_id: string;
  kind: string;
  execution_id: string;
  state: RunState;
  message: string | null;
  at: string;
  request_ended: StoredBoolean;
  phase: RunPhase;
  looked_at: string;
  given_up_at: string | null;
  needs_requester: StoredBoolean;
  takes_refusal: StoredBoolean;
};

/**
 * How much a run is looked after: `parked` waits for its request, or for
 * somebody who does not come; `due` may go on; `moving` goes on; `over` is not
 * looked after any more.
 */
export type RunPhase = 'parked' | 'due' | 'moving' | 'over';

/** A row of `delegations`. */
export type DelegationRow = {
  id: string;
  delegator: string;
  delegate: string;
  start_at: string;
  end_at: string;
  policy_keys: string | null;
  event_id: string | null;
  created_by: string;
  created_at: string;
  ended_by: string | null;
  ended_at: string | null;
};

/** A row of `events`. */
export type EventRow = {
  id: string;
  stream: string;
  seq: number;
  type: string;
  actor: string;
  on_behalf_of: string | null;
  at: string;
  payload: string;
  previous_hash: string;
  hash: string;
};

/** A row of `event_texts`. */
export type EventTextRow = {
  event_id: string;
  part: TextPart;
  salt: string;
  text: string;
};

/** A row of `event_texts` as it is read: an erased text has left it behind. */
export type KeptTextRow =
  | (EventTextRow & { erased_by: null })
  | {
      event_id: string;
      part: TextPart;
      salt: null;
      text: null;
      erased_by: string;
    };

/** A row of `stream_heads`. */
export type StreamHeadRow = { stream: string; seq: number; hash: string };

/** A row of `outbox` as it is added; the database gives it its position. */
export type OutboxRow = {
  id: string;
  kind: string;
  payload: string;
  stream: string;
  lane: string | null;
  channel: string;
  due_at: string;
  created_at: string;
};

/** A row of `outbox` as it is worked off. PostgreSQL gives a bigint as text. */
export type QueuedOutboxRow = OutboxRow & {
  position: number | string;
  lease: string | null;
  leased_until: string | null;
  attempts: number;
  last_error: string | null;
  done_at: string | null;
  exhausted_at: string | null;
};

/** A row of `idempotency_keys`. */
export type IdempotencyKeyRow = {
  id: string;
  body_digest: string;
  lease: string | null;
  lease_until: string | null;
  made_id: string | null;
  status: number | null;
  body: string | null;
  created_at: string;
};

/** A row of `open_notices`. */
export type OpenNoticeRow = {
  request_id: string;
  recipient: string;
  cause: string;
};

/** A row of `webhook_endpoints`. */
export type WebhookEndpointRow = {
  id: string;
  name: string;
  url: string;
  types: string;
  policy_keys: string;
  used_for: string;
  enabled: StoredBoolean;
  disabled_at: string | null;
  disabled_reason: 'person' | 'failing' | null;
  secret: string;
  old_secret: string | null;
  old_secret_until: string | null;
  last_success_at: string | null;
  failing_since: string | null;
  last_error: string | null;
  created_by: string;
  created_at: string;
  updated_at: string;
  removed_at: string | null;
};

/** A row of `webhook_deliveries`. */
export type WebhookDeliveryRow = {
  id: string;
  endpoint_id: string;
  kind: 'event' | 'callback' | 'test';
  callback_url: string | null;
  message_id: string;
  type: string;
  stream: string;
  request_id: string | null;
  body: string;
  status: DeliveryStatus;
  attempts: number;
  created_at: string;
  next_attempt_at: string | null;
  ended_at: string | null;
};

/** A row of `webhook_attempts`. */
export type WebhookAttemptRow = {
  delivery_id: string;
  number: number;
  at: string;
  duration: number;
  url: string;
  status: number | null;
  error: string | null;
  response_headers: string | null;
  response_body: string | null;
  response_cut: StoredBoolean;
};
