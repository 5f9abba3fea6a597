import { Request } from '@countersign/backstage-plugin-approvals-common';
import { startTestBackend } from '@backstage/backend-test-utils';
import { v7 as newId } from 'uuid';
import { Database, tables } from '../database';
import { createHistory } from '../history';
import { requestIdOf } from '../requests';
import { Retention } from '../requests/Retention';
import { RetentionStore } from '../requests/RetentionStore';
import { portalFeatures } from './__testUtils__/features';
import { emptyDatabase, everyDatabase } from './__testUtils__/portal';
import {
  activate,
  ask,
  asked,
  codeOf,
  policy,
  seat,
  settled,
  verified,
} from './__testUtils__/stories';
import { Portal, portalAt } from './__testUtils__/wire';

const DAY = 86_400_000;
const SECRET = 'my telephone is 4711';
const context = { telephone: SECRET };

describe.each(everyDatabase)('words that are taken away on %s', id => {
  let portal: Portal;
  let database: Database;
  let days: number;
  let retention: Retention;
  let eraser: ReturnType<typeof createHistory>['eraser'];

  beforeAll(async () => {
    const knex = await emptyDatabase(id);
    const { server } = await startTestBackend({
      features: portalFeatures(knex),
    });
    portal = portalAt(Number(server.port()));
    database = new Database(knex);
    const now = () => new Date(Date.now() + days * DAY).toISOString();
    const options = { database, now, newId, newSalt: () => 'ab'.repeat(32) };
    const room = createHistory(options);
    eraser = room.eraser;
    retention = new Retention({
      ...options,
      ...room,
      store: new RetentionStore({ database }),
    });
    await activate(
      portal,
      policy('plain', { approvers: [{ type: 'user', user: 'bob' }] }),
    );
  }, 60_000);

  beforeEach(() => {
    days = 0;
  });

  /** Asked for by Alice with facts and a comment, decided by Bob with another. */
  const decided = async (): Promise<Request> => {
    const { id: made } = await portal
      .as('alice')
      .createRequest({ body: { ...ask('plain'), context } });
    const request = await settled(portal, made);
    await portal.as('alice').commentRequest({
      params: { id: made },
      body: { comment: SECRET },
    });
    await portal.as('bob').decideTask({
      params: { id: seat(request, 'bob') },
      body: { decision: 'approve', comment: SECRET },
    });
    return portal.as('alice').getRequest({ params: { id: made } });
  };
  const seen = (request: Request) =>
    portal.as('alice').getRequest({ params: { id: request.id } });
  const events = async (request: Request) =>
    (
      await portal.as('alice').listRequestEvents({
        params: { id: request.id },
        query: { limit: '100' },
      })
    ).items;
  const applied = async () =>
    (
      await portal.as('erin').listAudit({
        query: { type: 'audit.retention_applied' },
      })
    ).items;
  const everything = async () => {
    const rows = await Promise.all(
      Object.values(tables)
        // They go by themselves, after hours and days.
        .filter(table => !['idempotency_keys', 'outbox'].includes(table))
        .map(table => database.knex(table).select('*')),
    );
    return JSON.stringify(rows);
  };

  it('are gone from a request long ended, which says so, and keep their digests', async () => {
    const before = await decided();
    expect(before.context).toEqual(context);
    expect(await everything()).toContain(SECRET);
    days = 31;

    await retention.apply({ contexts: 30 * DAY, texts: 30 * DAY });

    const after = await seen(before);
    const [decision] = after.stages[0].tasks.map(task => task.decision);
    expect(after).toMatchObject({
      status: 'approved',
      digest: before.digest,
      context: {},
      contextRemovedAt: expect.any(String),
      rounds: [{ context: {}, contextRemovedAt: after.contextRemovedAt }],
    });
    expect(decision).toMatchObject({ decision: 'approve', erased: ['text'] });
    expect(decision).not.toHaveProperty('comment');
    const said = (await events(before)).filter(
      ({ payload }) => payload.textHash,
    );
    expect(said).toHaveLength(2);
    said.forEach(event => expect(event).toMatchObject({ erased: ['text'] }));
    expect(await everything()).not.toContain(SECRET);
    const { items } = await portal
      .as('bob')
      .listTasks({ query: { status: 'decided' } });
    expect(
      items.find(({ requestId }) => requestId === before.id)?.decision,
    ).toMatchObject({ erased: ['text'] });
    await verified(portal);
  });

  it('are named by events, a hundred requests at most in one', async () => {
    const request = await decided();
    days = 62;
    await retention.apply({ contexts: 30 * DAY, texts: 30 * DAY });
    const told = (await applied()).filter(({ payload }) =>
      (payload.requests as string[]).includes(request.id),
    );
    expect(told).toMatchObject([
      {
        actor: 'system:retention',
        payload: { what: 'texts', requests: [request.id], removed: 2 },
      },
      { payload: { what: 'contexts', requests: [request.id], removed: 1 } },
    ]);
  });

  it('stay as long as the request is open, or the time is not over, or nobody wants it', async () => {
    const ended = await decided();
    const open = await asked(portal, 'plain');
    await portal
      .as('alice')
      .commentRequest({ params: { id: open.id }, body: { comment: SECRET } });
    const told = await applied();
    days = 29;
    await retention.apply({ contexts: 30 * DAY, texts: 30 * DAY });
    days = 365;
    await retention.apply({});
    expect((await seen(ended)).context).toEqual(context);
    expect((await events(open)).map(({ text }) => text)).toContain(SECRET);
    expect(await applied()).toEqual(told);

    await retention.apply({ texts: 30 * DAY });
    expect(await seen(ended)).toMatchObject({ context });
    expect((await seen(ended)).contextRemovedAt).toBeUndefined();
    expect((await events(open)).map(({ text }) => text)).toContain(SECRET);
    await verified(portal);
  });

  it('are taken away once, however many replicas sweep', async () => {
    const many = await Promise.all([decided(), decided(), decided()]);
    days = 400;
    const told = (await applied()).length;
    await Promise.all(
      [1, 2, 3].map(() => retention.apply({ contexts: 1, texts: 1 })),
    );
    const now = await applied();
    const fresh = now.slice(0, now.length - told);
    const named = fresh.flatMap(({ payload }) => payload.requests as string[]);
    for (const { id: requestId } of many) {
      expect(named.filter(other => other === requestId)).toHaveLength(2);
    }
    await retention.apply({ contexts: 1, texts: 1 });
    expect(await applied()).toHaveLength(now.length);
    await verified(portal);
  });

  it('are not there for a simulation, which says so', async () => {
    const request = await decided();
    days = 500;
    await retention.apply({ contexts: 1 });
    expect(
      await codeOf(
        portal.as('erin').simulatePolicy({
          body: { key: 'plain', requestId: request.id },
        }),
      ),
    ).toBe('CONTEXT_INVALID');
  });

  it('are gone one by one too: the comment of a decision and the reason of a delegation', async () => {
    const request = await decided();
    const decision = (await events(request)).find(
      ({ type }) => type === 'task.decided',
    );
    const delegation = await portal.as('alice').createDelegation({
      body: {
        delegate: 'frank',
        start: '2040-02-01T00:00:00Z',
        end: '2040-02-02T00:00:00Z',
        reason: SECRET,
      },
    });
    const [created] = (
      await portal
        .as('erin')
        .listAudit({ query: { type: 'delegation.created' } })
    ).items;
    const shared = { part: 'text', by: 'user:default/erin', why: 'y' } as const;
    await eraser.erase({ ...shared, eventId: decision?.id ?? '' });
    await eraser.erase({ ...shared, eventId: created.id });

    const [task] = (await seen(request)).stages[0].tasks;
    expect(task.decision).toMatchObject({ erased: ['text'] });
    const { items } = await portal.as('alice').listDelegations({});
    const shown = items.find(item => item.id === delegation.id);
    expect(shown).toMatchObject({ reasonErased: true });
    expect(shown).not.toHaveProperty('reason');
    const [told] = (
      await portal
        .as('erin')
        .listAudit({ query: { type: 'audit.text_erased' } })
    ).items;
    expect(told.payload).toMatchObject({ eventId: created.id, part: 'text' });
    expect(requestIdOf(String(decision?.stream))).toBe(request.id);
    await verified(portal);
  });
});
