import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Request } from '@countersign/backstage-plugin-approvals-common';
import { portalFeatures } from '../__tests__/__testUtils__/features';
import {
  emptyDatabase,
  everyDatabase,
} from '../__tests__/__testUtils__/portal';
import {
  activate,
  asked,
  policy,
  until,
} from '../__tests__/__testUtils__/stories';
import { portalAt } from '../__tests__/__testUtils__/wire';
import { Database, QueuedOutboxRow, tables } from '../database';
import { History, HistoryStore } from '../history';
import { JointHandler, Outbox, OutboxWorker } from '../outbox';
import { publishEvents } from './backstageEvents';
import { Notices } from './Notices';
import { NoticeSender } from './NoticeSender';
import { NoticeStore } from './NoticeStore';

/** Three tries in all. */
const DELAYS = [30, 60];

type Attempt = { requestId: string; at: number };

describe.each(everyDatabase)('when Backstage fails, on %s', id => {
  let database: Database;
  let broken: Request;
  let fine: Request;
  let attempts: Attempt[];

  beforeAll(async () => {
    const knex = await emptyDatabase(id);
    const { server } = await startTestBackend({
      features: portalFeatures(knex),
    });
    const portal = portalAt(Number(server.port()));
    database = new Database(knex);
    await activate(portal, policy('plain'));
    broken = await asked(portal, 'plain');
    fine = await asked(portal, 'plain');
  }, 60_000);
  beforeEach(() => {
    attempts = [];
  });

  const attempt = async (requestId: string) => {
    attempts.push({ requestId, at: Date.now() });
    if (requestId === broken.id) {
      throw new Error('Request failed with status 500');
    }
  };
  const tries = (request: Request) =>
    attempts.filter(({ requestId }) => requestId === request.id);

  const handlers: Record<string, () => JointHandler> = {
    notices: () =>
      new Notices({
        database,
        history: new History({ store: new HistoryStore(database) }),
        store: new NoticeStore({ database }),
        sender: new NoticeSender({
          service: {
            send: ({ payload }) =>
              attempt(payload.scope?.replace('request:', '') ?? ''),
          },
          logger: mockServices.logger.mock(),
          now: Date.now,
        }),
        delegations: { delegatesOf: async () => [] },
        namesOf: async () => {
          throw new Error('The catalog is away');
        },
        definitionOf: async () => ({ stages: [{ name: 'Stage 1' }] } as never),
        administrators: [],
        logger: mockServices.logger.mock(),
        waitsForRequester: async () => false,
        now: () => new Date().toISOString(),
      }).tell,
    events: () =>
      publishEvents({
        history: new History({ store: new HistoryStore(database) }),
        events: {
          publish: ({ metadata }) =>
            attempt(String(metadata?.stream).replace('request:', '')),
          subscribe: async () => {},
        },
      }),
  };

  it.each(Object.keys(handlers))(
    '%s are tried again later and later, then given up, and hold up only their own stream',
    async kind => {
      const outbox = new Outbox({ database });
      const worker = new OutboxWorker({
        database,
        outbox,
        logger: mockServices.logger.mock(),
      });
      worker.handleTogether(kind, handlers[kind](), {
        retryDelays: DELAYS,
        most: 10,
      });
      const at = new Date().toISOString();
      const draft = ({
        id: requestId,
        policy: { key, version, name },
      }: Request) => ({
        kind,
        stream: `request:${requestId}`,
        lane: `${kind}:request:${requestId}`,
        payload: {
          from: 1,
          to: 3,
          request: {
            id: requestId,
            policy: { key, version, name },
            subject: broken.subject,
            requester: broken.requester,
          },
        },
        dueAt: at,
      });
      await database.inTransaction(tx =>
        outbox.add(tx, [draft(broken), draft(fine), draft(broken)], at),
      );

      worker.start();
      const rows = await until('the end of all', async () => {
        const found: QueuedOutboxRow[] = await database
          .knex(tables.outbox)
          .where({ kind })
          .orderBy('position');
        return found.every(row => row.done_at ?? row.exhausted_at)
          ? found
          : undefined;
      });
      await worker.stop();

      expect(
        rows.map(row => [
          row.attempts,
          Boolean(row.exhausted_at),
          row.last_error,
        ]),
      ).toEqual([
        [3, true, expect.stringContaining('status 500')],
        [1, false, null],
        [3, true, expect.stringContaining('status 500')],
      ]);
      const [first, second, third] = tries(broken).map(tried => tried.at);
      expect(second - first).toBeGreaterThanOrEqual(DELAYS[0] * 0.9 - 5);
      expect(third - second).toBeGreaterThanOrEqual(DELAYS[1] * 0.9 - 5);
      expect(tries(fine)[0].at).toBeLessThan(second);
    },
    20_000,
  );
});
