// What proves the history to somebody outside, and what lets words be taken
// out of it: which heads each daily seal covers, which event says that a text
// was erased, and how far retention has come.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  const isPostgres = knex.client.config.client.includes('pg');
  const time = (table, name) => table.string(name, 24);

  await knex.schema.createTable('sealed_heads', table => {
    table.comment('The heads that each seal was made over. Append only');
    table.string('day', 10).notNullable().comment('UTC, of the seal');
    table.string('stream', 300).notNullable();
    table.integer('seq').notNullable();
    table.string('hash', 64).notNullable();
    // A head is sealed once: the next seal takes those that are not here.
    table.primary(['stream', 'seq']);
  });
  // A seal's digest goes over the streams by their bytes, whatever the database sorts by.
  await knex.raw(
    `create unique index sealed_heads_by_day on sealed_heads (day, stream ${
      isPostgres ? 'collate "C"' : ''
    })`,
  );

  // An erased text leaves its row behind, without the words and their salt.
  await knex.schema.alterTable('event_texts', table => {
    table.setNullable('salt');
    table.setNullable('text');
  });
  await knex.schema.alterTable('event_texts', table => {
    table.uuid('erased_by').comment('the event that says who erased it');
  });

  await knex.schema.alterTable('rounds', table => {
    time(table, 'context_removed_at').comment(
      'when retention took the facts away; their digest stays',
    );
  });

  await knex.schema.createTable('retention_marks', table => {
    table.comment('How far retention has come: earlier ends are done with');
    table
      .string('what', 16)
      .notNullable()
      .comment('contexts, texts: of ended requests');
    table.string('type', 64).notNullable().comment('of the event that ended');
    time(table, 'at').notNullable();
    table.uuid('event_id').notNullable();
    table.primary(['what', 'type']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('retention_marks');
  await knex.schema.alterTable('rounds', table => {
    table.dropColumn('context_removed_at');
  });
  // Before this, an erased text was one without a row.
  await knex('event_texts').whereNull('text').delete();
  await knex.schema.alterTable('event_texts', table => {
    table.dropColumn('erased_by');
  });
  await knex.schema.alterTable('event_texts', table => {
    table.dropNullable('salt');
    table.dropNullable('text');
  });
  await knex.schema.dropTable('sealed_heads');
};
