import { OUTBOX_COLUMNS } from '../outbox';
import { SaveRows } from './change';

/** How the rows of one table are written. */
export type Write = {
  table: keyof SaveRows;
  key: string[];
  columns: string[];
  /** `update`: the row may be there already. `ignore`: then it stays. `insert`: it must not be. */
  mode: 'insert' | 'update' | 'ignore';
  /** Columns that keep what they had when the new row has nothing. */
  sticky?: string[];
  /** Columns that keep what they had. */
  fixed?: string[];
};

/** What a request is from its beginning. */
const FIXED = [
  'policy_key',
  'policy_version',
  'subject_type',
  'subject_id',
  'subject_title',
  'subject_link',
  'subject_entity_ref',
  'requester',
  'actor',
  'service',
  'involved',
  'execution_kind',
  'execution_id',
  'execution_link',
  'callback_url',
  'one_open',
  'forbid_repeat',
  'search',
  'created_at',
];

/** How each table is written, in an order that satisfies the references. */
export const WRITES: Write[] = [
  {
    table: 'requests',
    key: ['id'],
    mode: 'update',
    fixed: FIXED,
    columns: [
      'id',
      ...FIXED,
      'digest',
      'status',
      'reason',
      'round',
      'round_started_at',
      'expires_at',
      'completed_at',
      'due_at',
      'state',
      'stream_seq',
      'stream_hash',
    ],
  },
  {
    table: 'rounds',
    key: ['request_id', 'round'],
    mode: 'insert',
    columns: [
      'request_id',
      'round',
      'context',
      'digest',
      'submitted_by',
      'submitted_at',
      'event_id',
    ],
  },
  {
    table: 'stages',
    key: ['request_id', 'round', 'idx'],
    mode: 'update',
    columns: [
      'request_id',
      'round',
      'idx',
      'status',
      'reason',
      'need',
      'approved',
      'started_at',
      'due_at',
      'ended_at',
    ],
  },
  {
    table: 'tasks',
    key: ['id'],
    mode: 'update',
    sticky: ['decision_event'],
    fixed: ['created_at'],
    columns: [
      'id',
      'request_id',
      'round',
      'stage',
      'assignee',
      'kind',
      'status',
      'origin',
      'rules',
      'replaces',
      'claimed_by',
      'claimed_at',
      'decision',
      'decided_by',
      'on_behalf_of',
      'override',
      'decision_event',
      'decided_at',
      'withdrawn_reason',
      'created_at',
      'due_at',
      'policy_key',
    ],
  },
  {
    table: 'request_people',
    key: ['person', 'part', 'request_id'],
    mode: 'ignore',
    columns: ['person', 'request_id', 'part', 'created_at'],
  },
  {
    table: 'passes',
    key: ['request_id'],
    mode: 'update',
    columns: [
      'request_id',
      'policy_key',
      'digest',
      'status',
      'created_at',
      'expires_at',
      'consumer',
      'consumed_at',
      'revoked_by',
      'revoked_at',
    ],
  },
  {
    table: 'events',
    key: ['id'],
    mode: 'insert',
    columns: [
      'id',
      'stream',
      'seq',
      'type',
      'actor',
      'on_behalf_of',
      'at',
      'payload',
      'previous_hash',
      'hash',
    ],
  },
  {
    table: 'event_texts',
    key: ['event_id', 'part'],
    mode: 'insert',
    columns: ['event_id', 'part', 'salt', 'text'],
  },
  {
    table: 'stream_heads',
    key: ['stream'],
    mode: 'update',
    columns: ['stream', 'seq', 'hash'],
  },
  {
    table: 'outbox',
    key: ['id'],
    mode: 'insert',
    columns: [...OUTBOX_COLUMNS],
  },
];
