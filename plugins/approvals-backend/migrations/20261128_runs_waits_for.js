// For whom a run waits once its request has ended: lists say so without asking
// its executor.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table
      .boolean('needs_requester')
      .notNullable()
      .defaultTo(false)
      .comment(
        'no service lets it go on, whatever its policy says: it needs secrets, say',
      );
    table
      .boolean('takes_refusal')
      .notNullable()
      .defaultTo(false)
      .comment('as it was last seen, it would go on after a refusal, too');
  });
  const isPostgres = knex.client.config.client.includes('pg');
  const names = isPostgres
    ? `json_array_length(coalesce(state::json #> '{execution,secrets}', '[]'))`
    : `coalesce(json_array_length(state, '$.execution.secrets'), 0)`;
  await knex.raw(
    `update runs set needs_requester = true where request_id in
       (select id from requests where execution_id is not null and ${names} > 0)`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('runs', table => {
    table.dropColumn('needs_requester');
    table.dropColumn('takes_refusal');
  });
};
