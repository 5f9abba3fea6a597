import { Bench, BenchContext, Figure } from './bench';
import { fillTo } from './fill';
import { floorLoads } from './floor/floorLoads';
import { BURSTS, Load, measure } from './measure';
import {
  approval,
  approvals,
  makePolicy,
  PEOPLE,
  tokensOf,
  withDatabase,
} from './setting';

const POLICY = 'bench-sizes';
const SIZES = [1_000, 100_000, 1_000_000];
const CLIENTS = 8;
/** As many as there are at the smallest size. */
const CALLS = 300;

/** Decisions in databases of different sizes. */
const bench: Bench = {
  title: `${BURSTS} bursts of ${CALLS} decisions with ever more requests under the same policy; floor: lock and load a row, write it with two others, commit`,
  // Whether it is flat hangs on the database, not on the way there.
  modes: ['stock'],
  async run(context) {
    await makePolicy(context, POLICY);
    const tokens = await tokensOf(context, PEOPLE);
    const { change } = floorLoads([...tokens.values()]);
    const open = BURSTS * CALLS;
    const figures: Figure[] = [];
    for (const size of SIZES) {
      await fillTo(context, POLICY, { open, decided: size - open });
      const load = { expected: 201, floor: change };
      figures.push(
        await measure(context, {
          what: `decision at ${size} requests`,
          clients: CLIENTS,
          calls: CALLS,
          next: await approvals(context, POLICY),
          warmUp: await again(context, tokens),
          ...load,
        }),
      );
    }
    return figures;
  },
};

/** Decisions that were made before: they warm everything up and write nothing. */
async function again(
  context: BenchContext,
  tokens: Map<string, string>,
): Promise<Load> {
  const { rows } = await withDatabase(context, client =>
    client.query<{ id: string; assignee: string }>(
      "select id, assignee from tasks where policy_key = $1 and status = 'decided' limit 100",
      [POLICY],
    ),
  );
  let index = 0;
  return {
    expected: 200,
    next() {
      const { id, assignee } = rows[index++ % rows.length];
      return approval(id, tokens.get(assignee.split('/')[1]) ?? '');
    },
  };
}

export default bench;
