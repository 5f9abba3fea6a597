import { startTestBackend } from '@backstage/backend-test-utils';
import { portalFeatures } from '../__tests__/__testUtils__/features';
import {
  emptyDatabase,
  everyDatabase,
} from '../__tests__/__testUtils__/portal';
import {
  activate,
  ask,
  policy,
  seat,
  settled,
} from '../__tests__/__testUtils__/stories';
import { portalAt } from '../__tests__/__testUtils__/wire';
import { Database, QueuedOutboxRow, tables } from '../database';
import { ANNOUNCEMENT, History, HistoryStore } from '../history';
import {
  Effect,
  EffectDraft,
  JointDelivery,
  leisureOf,
  Outbox,
} from '../outbox';
import { RequestsToPublish } from '../requests';
import { Published, Publisher } from '.';

describe.each(everyDatabase)('publishing on %s', id => {
  let database: Database;
  let effects: Effect[];

  beforeAll(async () => {
    const knex = await emptyDatabase(id);
    const { server } = await startTestBackend({
      features: portalFeatures(knex),
    });
    const portal = portalAt(Number(server.port()));
    database = new Database(knex);
    await activate(portal, policy('plain', { comment: 'optional' }));
    for (const title of ['One', 'Two']) {
      const body = ask('plain');
      const { id: requestId } = await portal.as('alice').createRequest({
        body: { ...body, subject: { ...body.subject, title } },
      });
      const request = await settled(portal, requestId);
      await portal.as('bob').decideTask({
        params: { id: seat(request, 'bob') },
        body: { decision: 'approve', comment: `yes to ${title}` },
      });
    }
    await portal.as('alice').createDelegation({
      body: {
        delegate: 'frank',
        start: '2040-01-01T00:00:00Z',
        end: '2040-01-02T00:00:00Z',
      },
    });
    const rows: QueuedOutboxRow[] = await database
      .knex(tables.outbox)
      .where({ kind: ANNOUNCEMENT })
      .orderBy('position');
    effects = rows.map(row => ({
      ...row,
      lane: row.lane ?? undefined,
      payload: JSON.parse(row.payload),
      attempt: 1,
      lease: '',
    }));
  }, 60_000);

  const publish = async (
    draftsFor: (published: readonly Published[]) => EffectDraft[],
    afterwards: (published: readonly Published[]) => void = () => {},
    completeIn: JointDelivery['completeIn'] = async () => {},
    announced: readonly Effect[] = effects,
  ) => {
    const outbox = new Outbox({ database });
    const publisher = new Publisher({
      database,
      outbox,
      history: new History({ store: new HistoryStore(database) }),
      requests: new RequestsToPublish({ database }),
      subscribers: [
        { draftsFor: async (_, published) => draftsFor(published), afterwards },
      ],
      wake: () => {},
      now: () => new Date().toISOString(),
    });
    await publisher.publish(announced, {
      signal: new AbortController().signal,
      completeIn,
      later: () => {},
      failed: () => {},
    });
  };

  it('gives every line of history once, in the order of its stream', async () => {
    const given: { stream: string; seq: number }[] = [];
    await publish(published => {
      given.push(...published.flatMap(({ events }) => events));
      return [];
    });
    const lines = await database
      .knex(tables.events)
      .select('stream', 'seq')
      .orderBy(['stream', 'seq']);
    const streams = [...new Set(lines.map(({ stream }) => stream))];
    expect(streams.length).toBeGreaterThanOrEqual(4);
    const byStream = (all: { stream: string; seq: number }[]) =>
      streams.map(stream =>
        all.filter(line => line.stream === stream).map(({ seq }) => seq),
      );
    expect(byStream(given)).toEqual(byStream(lines));
  });

  it('says of a request what it was and how it stood then, with the words that were said', async () => {
    let published: readonly Published[] = [];
    await publish(all => {
      published = all;
      return [];
    });
    const ofOne = published.filter(
      ({ request }) => request?.subject.title === 'One',
    );
    expect(ofOne[0].request).toMatchObject({
      status: 'in_review',
      round: 1,
      policy: { key: 'plain', version: 1 },
      requester: 'user:default/alice',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const last = ofOne[ofOne.length - 1];
    expect(last.request?.status).toBe('approved');
    expect(last.events.map(({ type, text }) => [type, text])).toEqual([
      ['task.decided', 'yes to One'],
      ['stage.approved', undefined],
      ['request.approved', undefined],
    ]);
    expect(
      published
        .filter(({ stream }) => !stream.startsWith('request:'))
        .map(({ request }) => request),
    ).not.toContainEqual(expect.anything());
  });

  it('says whether nobody waits for it', async () => {
    const given: (boolean | undefined)[] = [];
    const [first, second] = effects;
    await publish(
      all => {
        given.push(...all.map(({ atLeisure }) => atLeisure));
        return [];
      },
      undefined,
      undefined,
      [{ ...first, channel: leisureOf(ANNOUNCEMENT) }, second],
    );
    expect(given).toEqual([true, false]);
  });

  it('writes what follows, and hints at it, only with the mark', async () => {
    const draft = (stream: string): EffectDraft => ({
      kind: 'test',
      stream,
      payload: {},
      dueAt: '2026-11-27T09:00:00.000Z',
    });
    const made = () => database.knex(tables.outbox).where({ kind: 'test' });
    const hints: string[] = [];
    const hint = (published: readonly Published[]) => {
      hints.push(...published.map(({ stream: of }) => of));
    };
    await expect(
      publish(
        () => [draft('lost')],
        hint,
        async () => {
          throw new Error('the lease was lost');
        },
      ),
    ).rejects.toThrow('the lease was lost');
    expect(await made()).toEqual([]);
    expect(hints).toEqual([]);
    await publish(() => [draft('kept')], hint);
    expect(hints).toEqual(effects.map(({ stream: of }) => of));
    expect(await made()).toMatchObject([{ stream: 'kept', channel: 'test' }]);
  });
});
