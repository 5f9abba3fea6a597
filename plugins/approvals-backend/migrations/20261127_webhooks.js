// Webhook endpoints, the messages to them, and how each try went.
// Times are UTC text with milliseconds, as everywhere.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  const time = (table, name) => table.string(name, 24);

  await knex.schema.createTable('webhook_endpoints', table => {
    table.comment('Addresses that are told what happens, or asked for people');
    table.uuid('id').primary();
    table.text('name').notNullable();
    table.text('url').notNullable();
    table.text('types').notNullable().comment('JSON list; empty: all');
    table.text('policy_keys').notNullable().comment('JSON list; empty: all');
    table
      .text('used_for')
      .notNullable()
      .comment('JSON list of events, callbacks, rules');
    table.boolean('enabled').notNullable();
    time(table, 'disabled_at');
    table.string('disabled_reason', 16).comment('person, failing');
    table
      .text('secret')
      .notNullable()
      .comment('encrypted; empty once the endpoint is removed');
    table
      .text('old_secret')
      .comment('encrypted: signs, too, while receivers change over');
    time(table, 'old_secret_until');
    time(table, 'last_success_at');
    time(table, 'failing_since').comment(
      'of the first failure after the last success',
    );
    table.text('last_error').comment('of the last failure, while it fails');
    table.text('created_by').notNullable();
    time(table, 'created_at').notNullable();
    time(table, 'updated_at').notNullable();
    time(table, 'removed_at').comment(
      'stays as long as its deliveries, for their sake',
    );
  });

  await knex.schema.createTable('webhook_deliveries', table => {
    table.comment('One message to one endpoint');
    table.uuid('id').primary();
    table
      .uuid('endpoint_id')
      .notNullable()
      .references('id')
      .inTable('webhook_endpoints');
    table.string('kind', 16).notNullable().comment('event, callback, test');
    table
      .text('callback_url')
      .comment('null: it goes to where the endpoint is when it is sent');
    table
      .uuid('message_id')
      .notNullable()
      .comment('webhook-id: of an event its id');
    table.string('type', 64).notNullable();
    table.string('stream', 300).notNullable();
    table.uuid('request_id');
    table.text('body').notNullable().comment('JSON, as signed and sent');
    table
      .string('status', 16)
      .notNullable()
      .comment('pending, delivered, exhausted, dropped');
    table.integer('attempts').notNullable().defaultTo(0);
    time(table, 'created_at').notNullable();
    time(table, 'next_attempt_at').comment('while pending');
    time(table, 'ended_at');
    table.index(['created_at', 'id'], 'webhook_deliveries_by_created');
    table.index(
      ['endpoint_id', 'created_at', 'id'],
      'webhook_deliveries_by_endpoint',
    );
  });
  await knex.raw(
    'create index webhook_deliveries_by_request on webhook_deliveries (request_id, created_at, id) where request_id is not null',
  );
  await knex.raw(
    "create index webhook_deliveries_unwell on webhook_deliveries (status, created_at, id) where status <> 'delivered'",
  );
  await knex.raw(
    "create index webhook_deliveries_queue on webhook_deliveries (endpoint_id) where status = 'pending'",
  );

  await knex.schema.createTable('webhook_attempts', table => {
    table.comment('One try of a message');
    table
      .uuid('delivery_id')
      .notNullable()
      .references('id')
      .inTable('webhook_deliveries');
    table.integer('number').notNullable().comment('from 1');
    time(table, 'at').notNullable();
    table.integer('duration').notNullable().comment('milliseconds');
    table.text('url').notNullable();
    table.integer('status').comment('HTTP; null: no answer came');
    table.text('error').comment('null: it was delivered');
    table.text('response_headers').comment('JSON');
    table.text('response_body').comment('its first 8 KiB');
    table.boolean('response_cut').notNullable().defaultTo(false);
    table.primary(['delivery_id', 'number']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'webhook_attempts',
    'webhook_deliveries',
    'webhook_endpoints',
  ]) {
    await knex.schema.dropTable(table);
  }
};
