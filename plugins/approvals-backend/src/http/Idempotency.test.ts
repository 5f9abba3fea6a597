import { setTimeout as sleep } from 'node:timers/promises';
import { operations } from '@countersign/backstage-plugin-approvals-common';
import request from 'supertest';
import { Database, tables } from '../database';
import {
  emptyDatabase,
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import { ApprovalsRefusal, IdempotencyStore, Once } from '.';
import { asUser, testApi } from './__testUtils__/testApi';

const ID = '019ab3c4-0000-7000-8000-000000000001';
const PATH = `/api/approvals/requests/${ID}/comments`;

describe.each(everyDatabase)('idempotency keys on %s', id => {
  let database: Database;
  let runs: number;
  let now: number;
  let work: () => Promise<void>;
  let given: (Once | undefined)[];

  beforeAll(async () => {
    database = await freshDatabase(id);
  });
  beforeEach(async () => {
    await emptyDatabase(database);
    runs = 0;
    given = [];
    now = Date.UTC(2026, 10, 24);
    work = async () => {};
  });

  const app = (options: { leaseMs?: number; clock?: () => number } = {}) =>
    testApi({
      database,
      clock: () => now,
      ...options,
      lay: route => {
        route(operations.commentRequest, async ({ body, once }) => {
          runs += 1;
          given.push(once);
          const run = runs;
          await work();
          return { run, comment: body().comment } as never;
        });
        route(operations.claimTask, async () => {
          runs += 1;
          return {} as never;
        });
      },
    });
  const post = (
    key: string,
    comment: string = 'x',
    options: { ref?: string; to?: ReturnType<typeof app>; path?: string } = {},
  ) =>
    request(options.to ?? app())
      .post(options.path ?? PATH)
      .set({ ...asUser(options.ref), 'idempotency-key': key })
      .send({ comment });

  it('give the same answer again, and say so', async () => {
    const first = await post('k').expect(201, { run: 1, comment: 'x' });
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    const again = await post('k').expect(201, { run: 1, comment: 'x' });
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(runs).toBe(1);
  });

  it('know a body again however it is written', async () => {
    const send = (body: string) =>
      request(app())
        .post(PATH)
        .set({
          ...asUser(),
          'idempotency-key': 'k',
          'content-type': 'application/json',
        })
        .send(body);
    await send('{"comment":"x"}').expect(201);
    await send('{ "comment" : "\\u0078" }').expect(201);
    expect(runs).toBe(1);
  });

  it('refuse another body', async () => {
    await post('k').expect(201);
    const { body } = await post('k', 'y').expect(409);
    expect(body.error.code).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('belong to caller and path', async () => {
    await post('k').expect(201);
    await post('k', 'x', { ref: 'user:default/bob' }).expect(201);
    await post('k', 'x', { path: PATH.replace(/1\//, '2/') }).expect(201);
    expect(runs).toBe(3);
  });

  it('let one of fifty at once run, in one process or in two', async () => {
    work = () => sleep(30);
    const processes = [app(), app()];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        post('k', 'x', { to: processes[index % 2] }),
      ),
    );
    expect(runs).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(
      new Set([201]),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const replayed = answers.filter(
      ({ headers }) => headers['idempotency-replayed'] === 'true',
    );
    expect(replayed).toHaveLength(49);
  });

  it('do not remember failures', async () => {
    work = async () => {
      throw new ApprovalsRefusal('REQUEST_ENDED', 'Too late');
    };
    await post('k').expect(409);
    work = async () => {};
    await post('k').expect(201, { run: 2, comment: 'x' });
  });

  it('live for 24 hours', async () => {
    await post('k').expect(201);
    now += 86_400_000 - 1;
    await post('k').expect(201, { run: 1, comment: 'x' });
    now += 1;
    await post('k', 'another').expect(201, { run: 2, comment: 'another' });
  });

  it('are free again after the lease of a process that was killed', async () => {
    const died = new Promise<void>(() => {});
    work = () => died;
    post('k').then(() => {});
    while (runs === 0) {
      await sleep(5);
    }
    work = async () => {};
    now += 31_000;
    await post('k').expect(201, { run: 2, comment: 'x' });
  });

  it('stay with whoever works longer than their lease', async () => {
    work = () => sleep(500);
    const slow = app({ leaseMs: 90, clock: Date.now });
    const other = app({ leaseMs: 90, clock: Date.now });
    const [first, second] = await Promise.all([
      post('k', 'x', { to: slow }),
      sleep(50).then(() => post('k', 'x', { to: other })),
    ]);
    expect([first.body, second.body]).toEqual([
      { run: 1, comment: 'x' },
      { run: 1, comment: 'x' },
    ]);
    expect(runs).toBe(1);
  });

  it('give what is made one id, at whichever try', async () => {
    const died = new Promise<void>(() => {});
    work = () => died;
    post('k').then(() => {});
    while (runs === 0) {
      await sleep(5);
    }
    work = async () => {
      throw new Error('The commit was not acknowledged');
    };
    now += 31_000;
    await post('k').expect(500);
    work = async () => {};
    await post('k').expect(201, { run: 3, comment: 'x' });
    await post('another').expect(201);
    const [first, second, third, other] = given.map(once => once!);
    expect([first, second, third].map(({ again }) => again)).toEqual([
      false,
      true,
      true,
    ]);
    expect([second.id, third.id]).toEqual([first.id, first.id]);
    expect(other.id).not.toBe(first.id);
  });

  it('give another id after a refusal, when nothing was done', async () => {
    work = async () => {
      throw new ApprovalsRefusal('REQUEST_ENDED', 'Too late');
    };
    await post('k').expect(409);
    work = async () => {};
    await post('k').expect(201);
    const [first, second] = given.map(once => once!);
    expect(second.again).toBe(false);
    expect(second.id).not.toBe(first.id);
  });

  it('are nothing to a POST without one', async () => {
    await request(app()).post(PATH).set(asUser()).send({ comment: 'x' });
    expect(given).toEqual([undefined]);
  });

  it('keep the answer of whoever took over', async () => {
    const store = new IdempotencyStore({ database, lifetimeMs: 1_000 });
    const claim = () => store.claim({ id: 'k', bodyDigest: 'b', now });
    const first = await claim();
    now += 31_000;
    const second = await claim();
    if (first.result !== 'mine' || second.result !== 'mine') {
      throw new Error('both should have claimed it in turn');
    }
    await store.remember('k', second.lease, { status: 201, body: 'second' });
    await store.remember('k', first.lease, { status: 201, body: 'first' });
    await store.release('k', first.lease);
    expect(await claim()).toEqual({
      result: 'answered',
      answer: { status: 201, body: 'second' },
    });
  });

  it.each(['', ' ', 'a b', 'ü', 'x'.repeat(256)])(
    'are refused when they are %j',
    async key => {
      // Sent as bytes: a header is Latin-1.
      const sent = Buffer.from(key).toString('latin1');
      const { body } = await post(sent).expect(400);
      expect(body.error.code).toBe('INVALID_INPUT');
      expect(runs).toBe(0);
    },
  );

  it('are removed when they are old', async () => {
    await post('k').expect(201);
    const store = new IdempotencyStore({ database, lifetimeMs: 86_400_000 });
    expect(await store.removeOld(now + 86_399_999)).toBe(0);
    expect(await store.removeOld(now + 86_400_000)).toBe(1);
    expect(await database.knex(tables.idempotencyKeys)).toEqual([]);
  });
});
