import { Bench, Figure } from './bench';
import { fillTo } from './fill';
import { floorLoads } from './floor/floorLoads';
import { BURSTS, measure, WARM_UP_SECONDS } from './measure';
import { approvals, makePolicy, PEOPLE, tokensOf } from './setting';

const POLICY = 'bench-decisions';
const CLIENTS = [1, 8, 32];
/** More than can be made in a second. */
const PER_SECOND = 2_000;

/** Decisions by the people seated, each with history and outbox written. */
const bench: Bench = {
  title: `approvals of requests with one stage and one seat (copied in SQL from one that was made), by ${PEOPLE.length} people with tokens of their own; floor: lock and load a row, write it with two others, commit`,
  modes: ['stock', 'tuned'],
  async run(context) {
    await makePolicy(context, POLICY);
    const seconds = WARM_UP_SECONDS + BURSTS * context.seconds;
    await fillTo(context, POLICY, {
      open: CLIENTS.length * seconds * PER_SECOND,
    });
    const next = await approvals(context, POLICY);
    const tokens = await tokensOf(context, PEOPLE);
    const { change } = floorLoads([...tokens.values()]);
    const figures: Figure[] = [];
    for (const clients of CLIENTS) {
      const what = 'decision';
      const load = { expected: 201, next, floor: change };
      figures.push(await measure(context, { what, clients, ...load }));
    }
    return figures;
  },
};

export default bench;
