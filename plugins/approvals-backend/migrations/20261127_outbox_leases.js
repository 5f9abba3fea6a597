// A claim has a column of its own, in no index: claiming, keeping and giving
// back an effect then writes one place instead of one in each index, if its
// page has room. What a backend of before holds has no end there: its due time
// is the end of its lease. So have pages of rows that change without their keys.

/** Percent of each page that new rows fill. */
const FILL = { outbox: 50, requests: 70, stages: 70, stream_heads: 70 };

/** @param {import('knex').Knex} knex */
const isPostgres = knex => knex.client.config.client.includes('pg');

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('outbox', table => {
    table
      .string('leased_until', 24)
      .comment('the end of the lease: it comes back by itself then');
    table.dropIndex(['stream'], 'outbox_by_stream');
  });
  if (isPostgres(knex)) {
    for (const [table, percent] of Object.entries(FILL)) {
      await knex.raw(`alter table ${table} set (fillfactor = ${percent})`);
    }
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  if (isPostgres(knex)) {
    for (const table of Object.keys(FILL)) {
      await knex.raw(`alter table ${table} reset (fillfactor)`);
    }
  }
  await knex('outbox')
    .whereNotNull('leased_until')
    .update({ due_at: knex.ref('leased_until') });
  await knex.schema.alterTable('outbox', table => {
    table.dropColumn('leased_until');
    table.index(['stream'], 'outbox_by_stream');
  });
};
