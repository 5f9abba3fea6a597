import { Bench, Figure } from './bench';
import { floorLoads } from './floor/floorLoads';
import { measure } from './measure';
import { makePolicy, requestBody } from './setting';

const POLICY = 'bench-creates';

/** Creates by a service. */
const bench: Bench = {
  title:
    'requests made by a service under a policy with one stage, whose people are found at the same time; floor: three rows added in one transaction',
  modes: ['stock', 'tuned'],
  async run(context) {
    await makePolicy(context, POLICY);
    const { serviceToken: token } = context;
    const { add } = floorLoads([token]);
    let index = 0;
    const next = () => ({
      method: 'POST' as const,
      path: '/api/approvals/requests',
      token,
      body: requestBody(POLICY, index++),
    });
    const figures: Figure[] = [];
    for (const clients of [8, 32]) {
      const what = 'create';
      const load = { expected: 201, next, floor: add };
      figures.push(await measure(context, { what, clients, ...load }));
    }
    return figures;
  },
};

export default bench;
