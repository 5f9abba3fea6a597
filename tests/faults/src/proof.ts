import { Backend } from './Backend';
import { Database } from './Postgres';
import { Receiver } from './Receiver';
import { until } from './until';

/** What falls due later is no work of a test. */
const AN_HOUR = 3_600_000;

/**
 * Waits until nothing is left in the outbox of what is due within some
 * milliseconds from now.
 */
export async function workedOff(
  database: Database,
  { patience, within = AN_HOUR }: { patience?: number; within?: number } = {},
): Promise<void> {
  await until(
    'the outbox is worked off',
    async () => {
      const [{ left }] = await database.rows<{ left: number }>(
        `select count(*)::int as left from outbox
         where done_at is null and exhausted_at is null
           and due_at < '${new Date(Date.now() + within).toISOString()}'`,
      );
      return left === 0 ? true : undefined;
    },
    patience,
  );
}

/** Fails unless all chains of history hold, and what must be there once is there once. */
export async function expectSound(
  backend: Backend,
  database: Database,
): Promise<void> {
  const verdict = await backend.as('erin').verifyAudit({});
  expect(verdict).toMatchObject({ ok: true, broken: null });
  // What happens once in the life of a request, or of each of its stages.
  const twice = await database.rows(
    `select stream, type, payload::json->>'stage' as stage, count(*) from events
     where type in ('request.created', 'request.conditions', 'request.approved',
                    'stage.started', 'stage.found', 'stage.approved')
     group by 1, 2, 3 having count(*) > 1`,
  );
  expect(twice).toEqual([]);
  const twoDecisions = await database.rows(
    `select request_id, round, stage, decided_by from tasks
     where decision is not null group by 1, 2, 3, 4 having count(*) > 1`,
  );
  expect(twoDecisions).toEqual([]);
  const toldTwice = await database.rows(
    `select kind, stream, payload from outbox where kind in ('event', 'notice')
     group by 1, 2, 3 having count(*) > 1
     union all
     select kind, stream, message_id::text from webhook_deliveries
     group by 1, 2, 3, endpoint_id having count(*) > 1`,
  );
  expect(toldTwice).toEqual([]);
}

/** Fails unless every line of a request's history came to the receiver, in its order. */
export async function expectInOrder(
  receiver: Receiver,
  database: Database,
  requestId: string,
): Promise<void> {
  const lines = await database.rows<{ id: string }>(
    `select id from events where stream = 'request:${requestId}' order by seq`,
  );
  expect(receiver.about(requestId).map(({ id }) => id)).toEqual(
    lines.map(({ id }) => id),
  );
}
