import { Bench, Figure } from './bench';
import { fillTo } from './fill';
import { floorLoads } from './floor/floorLoads';
import { measure } from './measure';
import { makePolicy, PEOPLE, tokensOf } from './setting';

const POLICY = 'bench-lists';
const TASKS = 1_000_000;
const OPEN = 50_000;

/** The inbox and its badge. */
const bench: Bench = {
  title: `inbox pages of 25 and the badge, at ${TASKS} tasks of ${PEOPLE.length} people, ${OPEN} of them open; floor: a select by key`,
  modes: ['stock', 'tuned'],
  async run(context) {
    await makePolicy(context, POLICY);
    await fillTo(context, POLICY, { open: OPEN, decided: TASKS - OPEN });
    const tokens = [...(await tokensOf(context, PEOPLE)).values()];
    const { row } = floorLoads(tokens);
    let index = 0;
    const get = (path: string) => () => ({
      method: 'GET' as const,
      path: `/api/approvals${path}`,
      token: tokens[index++ % tokens.length],
    });
    const figures: Figure[] = [];
    for (const clients of [8, 32]) {
      for (const [what, path] of [
        ['inbox, first page', '/tasks'],
        ['badge', '/tasks/count'],
      ]) {
        const load = { expected: 200, next: get(path), floor: row };
        figures.push(await measure(context, { what, clients, ...load }));
      }
    }
    return figures;
  },
};

export default bench;
