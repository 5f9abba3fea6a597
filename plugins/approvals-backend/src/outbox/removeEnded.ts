import { Database, tables } from '../database';

/** So many that nobody waits for it. */
const AT_ONCE = 5_000;

/**
 * Removes effects that were done before a time, and those that were given up
 * before another (UTC with milliseconds).
 *
 * @returns how many
 */
export async function removeEnded(
  database: Database,
  before: { done: string; exhausted: string },
): Promise<number> {
  return (
    (await remove(database, 'done_at', before.done)) +
    (await remove(database, 'exhausted_at', before.exhausted))
  );
}

async function remove(
  { knex }: Database,
  ended: 'done_at' | 'exhausted_at',
  before: string,
): Promise<number> {
  let removed = 0;
  let some: number;
  do {
    some = await knex(tables.outbox)
      .whereIn(
        'position',
        knex(tables.outbox)
          .select('position')
          .where(ended, '<', before)
          .limit(AT_ONCE),
      )
      .delete();
    removed += some;
  } while (some === AT_ONCE);
  return removed;
}
