import { Bench } from './bench';
import { measure } from './measure';
import { creation, makePolicy } from './setting';

/** Creates by a service. */
const bench: Bench = {
  title:
    'requests made by a service under a policy with one stage, whose people are found at the same time',
  async run(context) {
    await makePolicy(context, 'bench-creates');
    let index = 0;
    const next = () => creation(context, 'bench-creates', index++);
    const rows = [];
    for (const clients of [1, 8, 32]) {
      rows.push(
        await measure(context, {
          what: 'create',
          clients,
          expected: 201,
          next,
        }),
      );
    }
    return rows;
  },
};

export default bench;
