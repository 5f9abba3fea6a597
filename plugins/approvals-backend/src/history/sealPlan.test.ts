import { Database, tables, Tx } from '../database';
import {
  freshDatabase,
  hasPostgres,
} from '../database/__testUtils__/testDatabases';
import { SealStore } from './SealStore';

const HEADS = 3_000;

type Step = {
  'Node Type': string;
  'Relation Name'?: string;
  'Shared Hit Blocks': number;
  Plans?: Step[];
};

/** Pages of a table that the reading steps of a plan went through, each time that they did. */
function pagesRead(table: string, { Plans = [], ...step }: Step): number {
  const own =
    step['Relation Name'] === table && step['Node Type'] !== 'ModifyTable'
      ? step['Shared Hit Blocks']
      : 0;
  return Plans.reduce((sum, part) => sum + pagesRead(table, part), own);
}

(hasPostgres ? describe : describe.skip)('a seal on a PostgreSQL', () => {
  it('that takes both tables for empty does not read again what it has just written', async () => {
    const { knex } = await freshDatabase('POSTGRES_18');
    for (const table of [tables.streamHeads, tables.sealedHeads]) {
      await knex.raw(`vacuum analyze ${table}`);
    }
    await knex.raw(
      `insert into ${tables.streamHeads} (stream, seq, hash)
       select 'request:' || n, 1, repeat('0', 64)
       from generate_series(1, ${HEADS}) n`,
    );
    let plan: Step | undefined;
    const explaining = {
      raw: async (sql: string, bindings: string[]) => {
        const { rows } = await knex.raw(
          `explain (analyze, buffers, format json) ${sql}`,
          bindings,
        );
        plan = rows[0]['QUERY PLAN'][0].Plan;
      },
    } as unknown as Tx;
    const store = new SealStore(new Database(knex));
    await store.takeMoved(explaining, '2026-11-24');
    expect(await knex(tables.sealedHeads)).toHaveLength(HEADS);
    expect(pagesRead(tables.sealedHeads, plan!)).toBeLessThan(HEADS / 10);
  });
});
