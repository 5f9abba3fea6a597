/**
 * A POST under an Idempotency-Key whose process died may have done its work.
 * The id that it was to use is kept with the key, so that the next try finds
 * what was made instead of making it once more.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('idempotency_keys', table => {
    table
      .uuid('made_id')
      .comment('what the POST makes, or the event it tells, gets this id');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('idempotency_keys', table => {
    table.dropColumn('made_id');
  });
};
