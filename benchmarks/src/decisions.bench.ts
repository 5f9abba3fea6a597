import { Bench, BenchContext, Row } from './bench';
import { Call } from './load';
import { measure } from './measure';
import {
  fillWithRequests,
  makePolicy,
  PEOPLE,
  tokensOf,
  withDatabase,
} from './setting';

const POLICY = 'bench-decisions';
const REQUESTS = 90_000;

/** Decisions by the people seated, each with history and outbox written. */
const bench: Bench = {
  title: `approvals of ${REQUESTS} requests with one stage and one seat (copied in SQL from one that was made), by ${PEOPLE.length} people with tokens of their own`,
  async run(context) {
    await makePolicy(context, POLICY);
    const tokens = await tokensOf(context, PEOPLE);
    await fillWithRequests(context, POLICY, REQUESTS);
    const tasks = await openTasks(context);
    const decisions = tasks.values();
    const next = (): Call | undefined => {
      const task = decisions.next().value;
      return (
        task && {
          method: 'POST',
          path: `/api/approvals/tasks/${task.id}/decision`,
          token: tokens.get(task.assignee.split('/')[1]) ?? '',
          body: { decision: 'approve', comment: 'Looks right' },
        }
      );
    };
    const rows: Row[] = [];
    for (const clients of [1, 8, 32]) {
      rows.push(
        await measure(context, {
          what: 'decision',
          clients,
          expected: 201,
          next,
        }),
      );
    }
    rows.push(
      await measure(context, {
        what: 'floor: the same route shape, token checked, no database',
        clients: 32,
        expected: 200,
        next: () => ({
          method: 'GET',
          path: '/api/approvals/rule-types',
          token: tokens.get(PEOPLE[0]) ?? '',
        }),
      }),
    );
    return rows;
  },
};

function openTasks(
  context: BenchContext,
): Promise<{ id: string; assignee: string }[]> {
  return withDatabase(context, async client => {
    const { rows } = await client.query(
      "select id, assignee from tasks where policy_key = $1 and status = 'open' order by id",
      [POLICY],
    );
    return rows;
  });
}

export default bench;
