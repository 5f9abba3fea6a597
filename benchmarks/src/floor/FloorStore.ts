import { Knex } from 'knex';

/** Rows that the floor reads and changes. */
export const FLOOR_ROWS = 10_000;

/** The floor's statements: named, no query builder, as few trips as ours. */
export class FloorStore {
  readonly #knex: Knex;

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Makes the tables anew, filled. */
  static async create(knex: Knex): Promise<FloorStore> {
    await knex.raw(`
      drop table if exists floor_rows, floor_lines, floor_effects;
      create table floor_rows (id bigserial primary key, body text not null);
      create table floor_lines (id bigserial primary key, row_id bigint not null, body text not null);
      create table floor_effects (id bigserial primary key, row_id bigint not null, body text not null);
      insert into floor_rows (body) select repeat('x', 1000) from generate_series(1, ${FLOOR_ROWS});
    `);
    return new FloorStore(knex);
  }

  /** A select by key. */
  async row(id: number): Promise<{ id: string; length: number }> {
    const { rows } = await this.#knex
      .raw('select id, body from floor_rows where id = ?', [id])
      .options({ name: 'floor_row' });
    return { id: rows[0].id, length: rows[0].body.length };
  }

  /** Locks a row, then writes it with a line of history and an effect, in one transaction. */
  change(id: number, body: unknown): Promise<{ id: number }> {
    return this.#knex.transaction(async tx => {
      const { rows } = await tx
        .raw('select body from floor_rows where id = ? for update', [id])
        .options({ name: 'floor_lock' });
      await tx
        .raw(
          `with changed as (update floor_rows set body = ? where id = ?),
                line as (insert into floor_lines (row_id, body) values (?, ?))
           insert into floor_effects (row_id, body) values (?, ?)`,
          [rows[0].body, id, id, JSON.stringify(body), id, 'effect'],
        )
        .options({ name: 'floor_change' });
      return { id };
    });
  }

  /** Adds a row with a line of history and an effect, in one transaction. */
  add(body: unknown): Promise<{ id: string }> {
    return this.#knex.transaction(async tx => {
      const { rows } = await tx
        .raw(
          `with made as (insert into floor_rows (body) values (?) returning id),
                line as (insert into floor_lines (row_id, body) select id, ? from made)
           insert into floor_effects (row_id, body) select id, 'effect' from made returning row_id`,
          ['x'.repeat(1_000), JSON.stringify(body)],
        )
        .options({ name: 'floor_add' });
      return { id: rows[0].row_id };
    });
  }
}
