import { Bench } from './bench';
import { measure } from './measure';
import { fillWithRequests, makePolicy, PEOPLE, tokensOf } from './setting';

const POLICY = 'bench-lists';
const TASKS = 100_000;

/** The inbox and its badge. */
const bench: Bench = {
  title: `inbox pages of 25 and the badge, at ${TASKS} open tasks of ${PEOPLE.length} people (copied in SQL from one that was made)`,
  async run(context) {
    await makePolicy(context, POLICY);
    const tokens = await tokensOf(context, PEOPLE);
    await fillWithRequests(context, POLICY, TASKS);
    let index = 0;
    const get = (path: string) => () => ({
      method: 'GET' as const,
      path: `/api/approvals${path}`,
      token: tokens.get(PEOPLE[index++ % PEOPLE.length]) ?? '',
    });
    const rows = [];
    for (const clients of [1, 8, 32]) {
      const shared = { clients, expected: 200 };
      rows.push(
        await measure(context, {
          what: 'inbox, first page',
          next: get('/tasks'),
          ...shared,
        }),
        await measure(context, {
          what: 'badge',
          next: get('/tasks/count'),
          ...shared,
        }),
        await measure(context, {
          what: 'floor: token checked, no database',
          next: get('/rule-types'),
          ...shared,
        }),
      );
    }
    return rows;
  },
};

export default bench;
