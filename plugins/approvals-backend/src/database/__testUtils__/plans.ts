import { Database } from '..';

type Query = { sql: string; bindings: unknown[] };

/** A step of a plan, as `explain (analyze, format json)` tells it. */
type Step = {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: Step[];
};

/** How PostgreSQL carried some statements out. */
export type Carried = {
  /** Tables that were read from one end to the other. */
  scanned: string[];
  /** The most rows that one step looked at. */
  looked: number;
};

/** Runs work on PostgreSQL, then each of its statements again to see how it was carried out. */
export async function carriedOut(
  database: Database,
  work: () => Promise<unknown>,
): Promise<Carried> {
  const sent: Query[] = [];
  const listen = (query: Query) => sent.push(query);
  database.knex.on('query', listen);
  await work();
  database.knex.removeListener('query', listen);
  const steps = [];
  for (const { sql, bindings } of sent) {
    const { rows } = await database.knex.raw(
      `explain (analyze, format json) ${sql.replace(/\$\d+/g, '?')}`,
      bindings as string[],
    );
    steps.push(...flat(rows[0]['QUERY PLAN'][0].Plan));
  }
  return {
    scanned: steps
      .filter(step => step['Node Type'].includes('Seq Scan'))
      .flatMap(step => step['Relation Name'] ?? []),
    looked: Math.max(
      ...steps.map(
        step =>
          (step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0)) *
          step['Actual Loops'],
      ),
    ),
  };
}

function flat(step: Step): Step[] {
  return [step, ...(step.Plans ?? []).flatMap(flat)];
}
