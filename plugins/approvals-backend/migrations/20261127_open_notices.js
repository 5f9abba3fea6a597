// Backstage cannot take a notice back. What is remembered here is who has one
// that still waits on something, so that it is rewritten for them, and for
// nobody else, once it does not.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('open_notices', table => {
    table.comment('Who has a notice that waits on something, and on what');
    table.uuid('request_id').notNullable();
    table.string('recipient', 256).notNullable().comment('a user or group ref');
    table
      .string('cause', 64)
      .notNullable()
      .comment('what it waits on: a seat, a held or overdue stage, changes');
    table.primary(['request_id', 'recipient', 'cause']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('open_notices');
};
