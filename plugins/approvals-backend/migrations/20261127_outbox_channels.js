// Effects get a channel: each channel is claimed up to a limit of its own, so
// that a slow webhook endpoint holds up nothing but itself. What has no other
// channel has its kind as one. What is done leaves its lane, so that the lanes'
// index holds only what waits.

const NOT_DONE = 'where done_at is null and exhausted_at is null';

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('outbox', table => {
    table
      .string('channel', 128)
      .notNullable()
      .defaultTo('')
      .comment('claimed up to a limit of its own; the kind, or finer');
  });
  await knex('outbox').update({ channel: knex.ref('kind') });
  await knex('outbox')
    .whereNotNull('done_at')
    .orWhereNotNull('exhausted_at')
    .update({ lane: null });
  await knex.raw('drop index outbox_due');
  await knex.raw('drop index outbox_lanes');
  await knex.raw(
    `create index outbox_due on outbox (channel, due_at, position) ${NOT_DONE}`,
  );
  await knex.raw(
    'create index outbox_lanes on outbox (lane, position) where lane is not null',
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop index outbox_lanes');
  await knex.raw('drop index outbox_due');
  await knex.raw(
    `create index outbox_due on outbox (due_at, position) ${NOT_DONE}`,
  );
  await knex.raw(
    `create index outbox_lanes on outbox (lane, position) ${NOT_DONE} and lane is not null`,
  );
  await knex.schema.alterTable('outbox', table => {
    table.dropColumn('channel');
  });
};
