import { mockServices } from '@backstage/backend-test-utils';
import { QueuedOutboxRow, tables } from '../database';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { DueWorld } from '../deadlines/__testUtils__/dueWorld';
import { ANNOUNCEMENT, History, HistoryStore } from '../history';
import { Effect, JointHandler, Outbox } from '../outbox';
import { PinnedDefinitions } from '../policies';
import { Publisher } from '../publishing';
import { RequestsToPublish } from '../requests';
import { Notices } from './Notices';
import { KINDS, noticeDrafts } from './noticeDrafts';
import { NoticeSender } from './NoticeSender';
import { NoticeStore } from './NoticeStore';

/** Tells of everything that happened in a world so far; gives what each bell says now. */
function bellsOf(world: DueWorld) {
  const { database, clock } = world.requests;
  const { now } = clock;
  const history = new History({ store: new HistoryStore(database) });
  const outbox = new Outbox({ database });
  const bells: Record<string, string> = {};
  const definitions = new PinnedDefinitions({ database });
  const publisher = new Publisher({
    database,
    outbox,
    history,
    requests: new RequestsToPublish({ database }),
    subscribers: [{ draftsFor: noticeDrafts }],
    wake: () => {},
    now,
  });
  const notices = new Notices({
    database,
    history,
    store: new NoticeStore({ database }),
    sender: new NoticeSender({
      service: {
        send: async ({ recipients, payload }) => {
          const { entityRef } = recipients as { entityRef: string[] };
          for (const ref of entityRef) {
            const { topic, severity, title, description } = payload;
            bells[
              ref.split('/')[1]
            ] = `${topic} ${severity} | ${title} | ${description}`;
          }
        },
      },
      logger: mockServices.logger.mock(),
      now: Date.now,
    }),
    delegations: { delegatesOf: async () => [] },
    namesOf: async () => new Map([['user:default/alice', 'Alice Amari']]),
    definitionOf: (key, version) => definitions.get(key, version),
    administrators: [],
    logger: mockServices.logger.mock(),
    waitsForRequester: async () => false,
    now,
  });

  /** Does all effects of a kind, one after the other. */
  const work = async (kind: string, handler: JointHandler) => {
    const rows: QueuedOutboxRow[] = await database
      .knex(tables.outbox)
      .where({ kind })
      .whereNull('done_at')
      .orderBy('position');
    for (const row of rows) {
      const effect = { ...row, payload: JSON.parse(row.payload) };
      await handler([effect as unknown as Effect], {
        signal: new AbortController().signal,
        completeIn: async tx => {
          await tx(tables.outbox)
            .where({ position: row.position })
            .update({ done_at: now() });
        },
        later: () => {},
        failed: (_, error) => {
          throw error;
        },
      });
    }
  };
  return async () => {
    await work(ANNOUNCEMENT, publisher.publish);
    await database
      .knex(tables.outbox)
      .where({ kind: KINDS.event })
      .update({ done_at: now() });
    await work(KINDS.notice, notices.tell);
    return { ...bells };
  };
}

describe.each(everyDatabase)('deadlines on %s', id => {
  let world: DueWorld;

  afterEach(() => world.stop());

  it('remind, tell that it is overdue, ask more people, and tell of the end', async () => {
    world = await DueWorld.create(
      id,
      [
        {
          name: 'Review',
          deadline: {
            after: 'PT4H',
            remindBefore: 'PT1H',
            onBreach: 'escalate',
            escalateTo: [{ type: 'group', group: 'leads' }],
          },
        },
      ],
      { requestTtl: 'PT6H' },
    );
    world.addWorker();
    const tell = bellsOf(world);

    await world.asked();
    const asked =
      'waiting normal | Approval wanted: Billing | Alice Amari asks. Client, stage Review. Due 24 Nov 2026, 13:00 UTC.';
    expect(await tell()).toEqual({ bob: asked, carol: asked });

    await world.after(3);
    const reminded =
      'deadline high | Due soon: Billing | Client, stage Review. Due 24 Nov 2026, 13:00 UTC.';
    expect(await tell()).toEqual({ bob: reminded, carol: reminded });

    await world.after(1);
    const overdue =
      'deadline high | Overdue: Billing | Client, stage Review. More people were asked.';
    expect(await tell()).toEqual({
      alice: overdue,
      bob: overdue,
      carol: overdue,
      dave: 'waiting high | Approval wanted: Billing | Alice Amari asks. Client, stage Review. It is overdue.',
    });

    await world.after(2);
    const released = 'released low | Expired: Billing | Client.';
    expect(await tell()).toEqual({
      alice:
        'decided high | Expired: Billing | Client. Nobody decided in time.',
      bob: released,
      carol: released,
      dave: released,
    });
    const { knex } = world.requests.database;
    expect(await knex(tables.openNotices)).toEqual([]);
  }, 60_000);

  it('are no news to whoever was seated, when they are told of only after the end', async () => {
    world = await DueWorld.create(id, [
      { deadline: { after: 'PT4H', remindBefore: 'PT1H', onBreach: 'reject' } },
    ]);
    world.addWorker();
    const tell = bellsOf(world);
    await world.asked();
    await world.after(4);
    // All of it is told at once, as after an hour without notifications.
    expect(await tell()).toEqual({
      alice: 'decided high | Rejected: Billing | Client.',
    });
  }, 60_000);
});
