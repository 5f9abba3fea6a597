// What was given up is removed after a while, too: its index finds the oldest
// without reading all that waits.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(
    'create index outbox_exhausted on outbox (exhausted_at) where exhausted_at is not null',
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop index outbox_exhausted');
};
