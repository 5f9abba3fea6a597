// Runs of each executor are taken by themselves, so that those of one that does
// not answer hold up nobody else's.

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('runs', table => {
    table.dropIndex(['phase', 'looked_at'], 'runs_by_phase');
    table.index(['kind', 'phase', 'looked_at'], 'runs_by_phase');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('runs', table => {
    table.dropIndex(['kind', 'phase', 'looked_at'], 'runs_by_phase');
    table.index(['phase', 'looked_at'], 'runs_by_phase');
  });
};
