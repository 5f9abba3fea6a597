// The first tables of the plugin. Times are UTC text with milliseconds
// (`2026-11-24T09:00:00.000Z`): the same on every database, compared as text,
// and exactly what the hash chain and the API show.
// JSON is text: what was hashed must come back byte for byte.

/** The due time of what has none: sorts last, so that lists need no NULL rules. */
const NEVER = '9999-12-31T23:59:59.999Z';

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  const time = (table, name) => table.string(name, 24);

  await knex.schema.createTable('policies', table => {
    table.comment('Versions of policies');
    table.string('key', 128).notNullable();
    table.integer('version').notNullable();
    table.string('status', 16).notNullable().comment('draft, active, archived');
    table.text('name').notNullable().comment('copied from the definition');
    table
      .text('subject_type')
      .notNullable()
      .comment('copied from the definition');
    table
      .text('owner')
      .comment('copied from the definition: told when a stage is held');
    table
      .text('definition')
      .notNullable()
      .comment('JSON, parsed and normalised');
    table
      .text('examples')
      .notNullable()
      .comment('JSON list of remembered cases');
    table
      .string('digest', 64)
      .notNullable()
      .comment('SHA-256 of the canonical definition');
    table
      .integer('revision')
      .notNullable()
      .comment('counts the edits of a draft');
    table.text('created_by').notNullable();
    time(table, 'created_at').notNullable();
    table.text('activated_by');
    time(table, 'activated_at');
    table.primary(['key', 'version']);
  });
  await knex.raw(
    "create unique index policies_one_active on policies (key) where status = 'active'",
  );

  await knex.schema.createTable('requests', table => {
    table.comment('One subject going through one policy version');
    table.uuid('id').primary();
    table.string('policy_key', 128).notNullable();
    table.integer('policy_version').notNullable();
    table.text('subject_type').notNullable();
    table.text('subject_id').notNullable();
    table.text('subject_title').notNullable();
    table.text('subject_link');
    table.text('subject_entity_ref');
    table.text('requester').notNullable();
    table
      .text('actor')
      .comment('what acted for the requester: a token, a plugin');
    table.text('service').comment('the service that asked, when one did');
    table
      .text('involved')
      .notNullable()
      .comment('JSON list of refs barred besides the requester');
    table.text('execution_kind').comment('what runs after the approval');
    table.text('execution_id');
    table.text('execution_link');
    table.text('callback_url');
    table.string('digest', 64).notNullable().comment('of the present round');
    table.string('status', 20).notNullable();
    table.text('reason');
    table.integer('round').notNullable();
    table
      .boolean('one_open')
      .notNullable()
      .comment('the policy allows one open request per subject');
    table
      .boolean('forbid_repeat')
      .notNullable()
      .comment('the policy forbids one person to approve two stages');
    table
      .text('search')
      .notNullable()
      .comment('words of title, subject id and requester, each after a blank');
    time(table, 'created_at').notNullable();
    time(table, 'round_started_at').notNullable();
    time(table, 'expires_at');
    time(table, 'completed_at');
    time(table, 'due_at')
      .notNullable()
      .defaultTo(NEVER)
      .comment('earliest deadline of a running stage');
    table
      .text('state')
      .notNullable()
      .comment(
        'JSON: the whole state of the engine, read and written under the row lock; stages, tasks and passes repeat it for lists',
      );
    table
      .integer('stream_seq')
      .notNullable()
      .comment('head of its event stream, repeated from stream_heads');
    table.string('stream_hash', 64).notNullable();
    table
      .foreign(['policy_key', 'policy_version'])
      .references(['key', 'version'])
      .inTable('policies');
    table.index(['created_at', 'id'], 'requests_by_created');
    table.index(['due_at', 'id'], 'requests_by_due');
    table.index(['requester', 'created_at', 'id'], 'requests_by_requester');
    table.index(['policy_key', 'created_at', 'id'], 'requests_by_policy');
    table.index(['status', 'created_at', 'id'], 'requests_by_status');
    table.index(
      ['subject_type', 'subject_id', 'created_at', 'id'],
      'requests_by_subject',
    );
    table.index(
      ['subject_entity_ref', 'created_at', 'id'],
      'requests_by_entity',
    );
  });
  await knex.raw(
    'create unique index requests_one_execution on requests (execution_kind, execution_id) where execution_id is not null',
  );
  await knex.raw(
    "create unique index requests_one_open on requests (policy_key, subject_id) where one_open and status in ('in_review', 'changes_requested')",
  );

  await knex.schema.createTable('rounds', table => {
    table.comment('Runs through the stages, with the facts of each');
    table.uuid('request_id').notNullable().references('id').inTable('requests');
    table.integer('round').notNullable();
    table.text('context').notNullable().comment('JSON, frozen');
    table.string('digest', 64).notNullable();
    table.text('submitted_by').notNullable();
    time(table, 'submitted_at').notNullable();
    table.uuid('event_id').comment('the event whose text is the comment');
    table.primary(['request_id', 'round']);
  });

  await knex.schema.createTable('stages', table => {
    table.uuid('request_id').notNullable().references('id').inTable('requests');
    table.integer('round').notNullable();
    table.integer('idx').notNullable().comment('from 0, as in the policy');
    table.string('status', 16).notNullable();
    table.text('reason');
    table.integer('need').comment('approvals needed, once known');
    table
      .integer('approved')
      .notNullable()
      .defaultTo(0)
      .comment('people who approved');
    time(table, 'started_at');
    time(table, 'due_at');
    time(table, 'ended_at');
    table.primary(['request_id', 'round', 'idx']);
  });

  await knex.schema.createTable('tasks', table => {
    table.comment('Seats of people');
    table.uuid('id').primary();
    table.uuid('request_id').notNullable().references('id').inTable('requests');
    table.integer('round').notNullable();
    table.integer('stage').notNullable();
    table.text('assignee').notNullable();
    table.string('kind', 16).notNullable().comment('approver, observer');
    table.string('status', 16).notNullable();
    table
      .string('origin', 16)
      .notNullable()
      .comment('rule, escalated, assigned');
    table
      .text('rules')
      .notNullable()
      .comment('JSON list of the rules that found the person');
    table.uuid('replaces').comment('the seat that was handed on');
    table.text('claimed_by');
    time(table, 'claimed_at');
    table.string('decision', 20);
    table.text('decided_by');
    table.text('on_behalf_of');
    table.boolean('override').notNullable().defaultTo(false);
    table.uuid('decision_event').comment('the event whose text is the comment');
    time(table, 'decided_at');
    table.text('withdrawn_reason');
    time(table, 'created_at').notNullable();
    time(table, 'due_at')
      .notNullable()
      .defaultTo(NEVER)
      .comment('deadline of the stage');
    table
      .string('policy_key', 128)
      .notNullable()
      .comment('of the request: what a delegation may be limited to');
    table.index(['request_id', 'round', 'stage'], 'tasks_by_request');
  });
  await knex.raw(
    "create unique index tasks_one_seat on tasks (request_id, round, stage, assignee, kind) where status in ('open', 'decided')",
  );
  await knex.raw(
    "create index tasks_inbox_due on tasks (assignee, due_at, id) where status = 'open' and kind = 'approver'",
  );
  await knex.raw(
    "create index tasks_inbox_created on tasks (assignee, created_at, id) where status = 'open' and kind = 'approver'",
  );
  await knex.raw(
    'create index tasks_by_assignee on tasks (assignee, status, created_at, id)',
  );
  await knex.raw(
    'create index tasks_decided on tasks (decided_by, decided_at, id) where decided_by is not null',
  );

  await knex.schema.createTable('request_people', table => {
    table.comment(
      'Who has or had to do with a request: read permission and lists',
    );
    table
      .text('person')
      .notNullable()
      .comment('a ref; for part owner also a group');
    table.uuid('request_id').notNullable().references('id').inTable('requests');
    table
      .string('part', 16)
      .notNullable()
      .comment('requester, approver, observer, decided, barred, owner');
    time(table, 'created_at')
      .notNullable()
      .comment('of the request, for sorting');
    table.primary(['person', 'part', 'request_id']);
    table.index(
      ['person', 'part', 'created_at', 'request_id'],
      'request_people_by_person',
    );
    table.index(['request_id'], 'request_people_by_request');
  });

  await knex.schema.createTable('passes', table => {
    table.comment('The right to act on an approval once');
    table.uuid('request_id').primary().references('id').inTable('requests');
    table.string('policy_key', 128).notNullable();
    table.string('digest', 64).notNullable();
    table
      .string('status', 16)
      .notNullable()
      .comment('open, consumed, revoked, over');
    time(table, 'created_at').notNullable();
    time(table, 'expires_at');
    table.text('consumer');
    time(table, 'consumed_at');
    table.text('revoked_by');
    time(table, 'revoked_at');
  });

  await knex.schema.createTable('delegations', table => {
    table.comment('Windows in which one person may act for another');
    table.uuid('id').primary();
    table.text('delegator').notNullable();
    table.text('delegate').notNullable();
    time(table, 'start_at').notNullable();
    time(table, 'end_at').notNullable();
    table.text('policy_keys').comment('JSON list; null: all policies');
    table.uuid('event_id').comment('the event whose text is the reason');
    table.text('created_by').notNullable();
    time(table, 'created_at').notNullable();
    table.text('ended_by');
    time(table, 'ended_at');
    table.index(['delegate', 'end_at'], 'delegations_by_delegate');
    table.index(['delegator', 'end_at'], 'delegations_by_delegator');
  });

  await knex.schema.createTable('events', table => {
    table.comment('History. Append only');
    table.uuid('id').primary();
    table
      .string('stream', 300)
      .notNullable()
      .comment('request:<id>, policy:<key>, …');
    table.integer('seq').notNullable().comment('from 1, no gap');
    table.string('type', 64).notNullable();
    table.text('actor').notNullable();
    table.text('on_behalf_of');
    time(table, 'at').notNullable();
    table.text('payload').notNullable().comment('JSON, as hashed');
    table.string('previous_hash', 64).notNullable();
    table.string('hash', 64).notNullable();
    table.unique(['stream', 'seq'], { indexName: 'events_one_seq' });
    table.index(['at', 'id'], 'events_by_time');
    table.index(['actor', 'at', 'id'], 'events_by_actor');
    table.index(['type', 'at', 'id'], 'events_by_type');
  });

  await knex.schema.createTable('event_texts', table => {
    table.comment(
      'Comments and reasons, apart from the chain so that one can be erased',
    );
    table.uuid('event_id').notNullable().references('id').inTable('events');
    table
      .string('part', 16)
      .notNullable()
      .comment('text: the comment or reason; reason: why it was overridden');
    table.string('salt', 64).notNullable().comment('hex');
    table.text('text').notNullable();
    table.primary(['event_id', 'part']);
  });

  await knex.schema.createTable('stream_heads', table => {
    table.comment('The last line of each stream: a cut tail is found by it');
    table.string('stream', 300).primary();
    table.integer('seq').notNullable();
    table.string('hash', 64).notNullable();
  });

  await knex.schema.createTable('outbox', table => {
    table.comment('Effects with a due time; the only way out');
    table
      .bigIncrements('position')
      .comment(
        'given by the database: order in a lane does not hang on clocks',
      );
    table
      .uuid('id')
      .notNullable()
      .comment('stays the same however often the effect is delivered');
    table.string('kind', 64).notNullable();
    table.text('payload').notNullable().comment('JSON');
    table.string('stream', 300).notNullable();
    table
      .string('lane', 400)
      .comment('effects of one lane go one after the other; null: no order');
    time(table, 'due_at')
      .notNullable()
      .comment('moves to the end of the lease when it is claimed');
    time(table, 'created_at').notNullable();
    table.uuid('lease').comment('who claimed it');
    table.integer('attempts').notNullable().defaultTo(0);
    table.text('last_error');
    time(table, 'done_at');
    time(table, 'exhausted_at').comment(
      'given up; shown, and tried again by hand',
    );
    table.index(['stream'], 'outbox_by_stream');
  });
  await knex.raw(
    'create index outbox_due on outbox (due_at, position) where done_at is null and exhausted_at is null',
  );
  await knex.raw(
    'create index outbox_lanes on outbox (lane, position) where done_at is null and exhausted_at is null and lane is not null',
  );
  await knex.raw(
    'create index outbox_done on outbox (done_at) where done_at is not null',
  );

  await knex.schema.createTable('idempotency_keys', table => {
    table.comment('Answers to POSTs, remembered for a day');
    table
      .string('id', 64)
      .primary()
      .comment('SHA-256 of caller, method, path and key');
    table.string('body_digest', 64).notNullable();
    table.uuid('lease').comment('who runs it now');
    time(table, 'lease_until');
    table.integer('status').comment('null while it runs');
    table.text('body');
    time(table, 'created_at').notNullable();
    table.index(['created_at'], 'idempotency_keys_by_age');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'idempotency_keys',
    'outbox',
    'stream_heads',
    'event_texts',
    'events',
    'delegations',
    'passes',
    'request_people',
    'tasks',
    'stages',
    'rounds',
    'requests',
    'policies',
  ]) {
    await knex.schema.dropTable(table);
  }
};
