// What runs after an approval: how each run stood when it was last looked at.
// Times are UTC text with milliseconds, as everywhere.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  const time = (table, name) => table.string(name, 24);

  await knex.schema.createTable('runs', table => {
    table.comment('What runs after an approval');
    table.uuid('request_id').primary().references('id').inTable('requests');
    table.text('kind').notNullable().comment('of the execution: scaffolder');
    table.text('execution_id').notNullable();
    table
      .string('state', 16)
      .notNullable()
      .comment(
        'waiting, resuming, running, done, failed, cancelled, gone, bypassed',
      );
    table.text('message').comment('for people: why it cannot go on');
    time(table, 'at').notNullable().comment('since when it is known to be so');
    table
      .boolean('request_ended')
      .notNullable()
      .comment('whether its request has: then it may go on');
    table
      .string('phase', 8)
      .notNullable()
      .comment('how much it is looked after: parked, due, moving, over');
    time(table, 'looked_at').notNullable().comment('the last time');
    time(table, 'given_up_at').comment(
      'when it was to go on by itself and could not be let',
    );
    table.index(['phase', 'looked_at'], 'runs_by_phase');
  });
  // Hints name runs by how their ids begin: bytes in order, whatever the language.
  const isPostgres = knex.client.config.client.includes('pg');
  await knex.raw(
    `create index runs_by_execution on runs (kind, execution_id${
      isPostgres ? ' collate "C"' : ''
    })`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('runs');
};
