import { setTimeout as sleep } from 'node:timers/promises';
import { Bench, BenchContext, Row } from './bench';
import { burst, Call } from './load';
import { measure } from './measure';
import {
  creation,
  makePolicy,
  PEOPLE,
  tokensOf,
  withDatabase,
} from './setting';

const POLICY = 'bench-decisions';
const REQUESTS = 45_000;

/** Decisions by the people seated, each with history and outbox written. */
const bench: Bench = {
  title: `approvals of ${REQUESTS} requests with one stage and one seat, by ${PEOPLE.length} people with tokens of their own`,
  async run(context) {
    await makePolicy(context, POLICY);
    const tokens = await tokensOf(context, PEOPLE);
    await makeRequests(context);
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

async function makeRequests(context: BenchContext): Promise<void> {
  let index = 0;
  await burst({
    url: context.portalUrl,
    clients: 16,
    seconds: 600,
    expected: 201,
    next: () =>
      index < REQUESTS ? creation(context, POLICY, index++) : undefined,
  });
  while ((await countOpen(context)) < REQUESTS) {
    await sleep(500);
  }
}

function countOpen(context: BenchContext): Promise<number> {
  return withDatabase(context, async client => {
    const { rows } = await client.query(
      "select count(*)::int as open from tasks where policy_key = $1 and status = 'open'",
      [POLICY],
    );
    return rows[0].open;
  });
}

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
