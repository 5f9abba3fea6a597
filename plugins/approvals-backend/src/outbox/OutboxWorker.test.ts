import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { Database, QueuedOutboxRow, tables } from '../database';
import {
  emptyDatabase,
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import {
  EffectDraft,
  EffectHandler,
  HandlerOptions,
  Outbox,
  OutboxWorker,
  RetryLater,
} from '.';
import { WorkerSettings } from './OutboxWorker';

const inMillis = (millis: number) =>
  new Date(Date.now() + millis).toISOString();

const draft = (
  name: string,
  parts: Partial<EffectDraft> = {},
): EffectDraft => ({
  kind: 'work',
  stream: 'request:1',
  payload: { name },
  dueAt: inMillis(0),
  ...parts,
});

const nameOf = ({ payload }: { payload: unknown }) =>
  (payload as { name: string }).name;

async function until(condition: () => boolean | Promise<boolean>) {
  while (!(await condition())) {
    await sleep(5);
  }
}

describe.each(everyDatabase)('the outbox worker on %s', id => {
  let database: Database;
  let outbox: Outbox;
  const workers: OutboxWorker[] = [];

  beforeAll(async () => {
    database = await freshDatabase(id);
  });
  beforeEach(async () => {
    await emptyDatabase(database);
    outbox = new Outbox({ database });
  });

  afterEach(async () => {
    await Promise.all(workers.splice(0).map(worker => worker.stop()));
  });

  const startWorker = (
    handler: EffectHandler,
    options: HandlerOptions = {},
    settings: Partial<WorkerSettings> = {},
  ) => {
    const worker = new OutboxWorker({
      database,
      outbox,
      logger: mockServices.logger.mock(),
      poll: 50,
      grace: 200,
      ...settings,
    });
    worker.handle('work', handler, options);
    worker.start();
    workers.push(worker);
    return worker;
  };
  const add = (...drafts: EffectDraft[]) =>
    database.inTransaction(tx => outbox.add(tx, drafts, inMillis(0)));
  const rows = (): Promise<QueuedOutboxRow[]> => database.knex(tables.outbox);
  const isAllDone = async () =>
    (await rows()).every(({ done_at }) => done_at !== null);

  it('does each effect once, though several workers look', async () => {
    const done: string[] = [];
    const handler: EffectHandler = async effect => {
      await sleep(2);
      done.push(nameOf(effect));
    };
    [1, 2, 3].forEach(() => startWorker(handler));
    const wanted = Array.from({ length: 60 }, (_, index) => `${index}`);
    await add(...wanted.map(name => draft(name)));
    await until(isAllDone);
    expect(done.sort()).toEqual(wanted.sort());
  });

  it('begins at once when it is woken', async () => {
    let isDone = false;
    const worker = startWorker(
      async () => {
        isDone = true;
      },
      {},
      { poll: 60_000 },
    );
    await sleep(50);
    await add(draft('a'));
    worker.wake();
    await until(() => isDone);
    expect(isDone).toBe(true);
  });

  describe('when much comes one by one', () => {
    /** How often it looked, while effects were added for so many milliseconds. */
    const looksIn = async (millis: number, options: HandlerOptions) => {
      let done = 0;
      const claim = jest.spyOn(outbox, 'claim');
      const worker = startWorker(async () => {
        done += 1;
      }, options);
      const end = performance.now() + millis;
      let added = 0;
      while (performance.now() < end) {
        await add(draft(`${added}`));
        worker.wake();
        added += 1;
        await sleep(2);
      }
      const looks = claim.mock.calls.length;
      await until(() => done === added);
      return { looks, added };
    };

    it('looks for many at a time', async () => {
      const { looks, added } = await looksIn(500, { concurrency: 100 });
      expect(added).toBeGreaterThan(30);
      expect(looks).toBeLessThan(20);
    });

    it('looks at once when what it was full of has room', async () => {
      const { added } = await looksIn(300, { concurrency: 1 });
      const waited = performance.now();
      await add(...Array.from({ length: 20 }, (_, n) => draft(`late ${n}`)));
      await until(isAllDone);
      expect(added).toBeGreaterThan(20);
      // Twenty one after the other, each with a pause, would take a second.
      expect(performance.now() - waited).toBeLessThan(900);
    });
  });

  it('keeps the order of a lane and lets other lanes overtake', async () => {
    const done: string[] = [];
    startWorker(async effect => {
      const name = nameOf(effect);
      await sleep(name.startsWith('slow') ? 60 : 1);
      done.push(name);
    });
    await add(
      draft('slow 1', { lane: 'slow' }),
      draft('slow 2', { lane: 'slow' }),
      draft('slow 3', { lane: 'slow' }),
      draft('quick', { lane: 'quick' }),
    );
    await until(isAllDone);
    expect(done).toEqual(['quick', 'slow 1', 'slow 2', 'slow 3']);
  });

  it('tries again what failed, and gives it up at last', async () => {
    const attempts: number[] = [];
    startWorker(
      async effect => {
        attempts.push(effect.attempt);
        throw new Error('nobody listens');
      },
      { retryDelays: [1, 1] },
    );
    await add(draft('a'));
    await until(async () => (await rows())[0].exhausted_at !== null);
    expect(attempts).toEqual([1, 2, 3]);
    expect((await rows())[0].last_error).toContain('nobody listens');
  });

  it('waits as long as a handler asks, without counting it as a failure', async () => {
    const attempts: number[] = [];
    startWorker(
      async effect => {
        attempts.push(effect.attempt);
        if (attempts.length < 3) {
          throw new RetryLater(inMillis(20));
        }
      },
      { retryDelays: [] },
    );
    await add(draft('a'));
    await until(isAllDone);
    expect(attempts).toEqual([1, 1, 1]);
  });

  it('ends a try that takes too long', async () => {
    let aborted = false;
    startWorker(
      async (_, { signal }) => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        await sleep(60_000, undefined, { signal });
      },
      { retryDelays: [], timeout: 30 },
    );
    await add(draft('a'));
    await until(async () => (await rows())[0].exhausted_at !== null);
    expect(aborted).toBe(true);
    expect((await rows())[0].last_error).toContain('longer than 30 ms');
  });

  it('renews the lease of slow work, so that nobody else does it too', async () => {
    let runs = 0;
    const handler: EffectHandler = async () => {
      runs += 1;
      await sleep(600);
    };
    const settings = { lease: 150 };
    startWorker(handler, {}, settings);
    startWorker(handler, {}, settings);
    await add(draft('a'));
    await until(isAllDone);
    expect(runs).toBe(1);
  });

  it('tells a handler when its effect went to somebody else', async () => {
    const reasons: string[] = [];
    startWorker(
      async (_, { signal }) => {
        await new Promise<void>(resolve => {
          signal.addEventListener('abort', () => {
            reasons.push(String(signal.reason));
            resolve();
          });
        });
      },
      {},
      { lease: 90 },
    );
    await add(draft('a'));
    await until(async () => (await rows())[0].lease !== null);
    await database
      .knex(tables.outbox)
      .update({ lease: '00000000-0000-4000-8000-000000000000' });
    await until(() => reasons.length > 0);
    expect(reasons[0]).toContain('LeaseLost');
    expect((await rows())[0].done_at).toBeNull();
  });

  it('goes on where a process was killed', async () => {
    await add(draft('a'));
    const now = new Date().toISOString();
    await outbox.claim({
      wants: [{ channel: 'work', limit: 1 }],
      now,
      leaseUntil: inMillis(100),
    });
    const attempts: number[] = [];
    startWorker(async effect => {
      attempts.push(effect.attempt);
    });
    await until(isAllDone);
    expect(attempts).toEqual([2]);
  });

  it('gives up what takes each process down with it', async () => {
    await add(draft('a'));
    await database.knex(tables.outbox).update({ attempts: 2 });
    let runs = 0;
    startWorker(
      async () => {
        runs += 1;
      },
      { retryDelays: [1] },
    );
    await until(async () => (await rows())[0].exhausted_at !== null);
    expect(runs).toBe(0);
  });

  it('lets a handler mark the effect in its own transaction', async () => {
    startWorker(async (effect, { completeIn }) => {
      await database.inTransaction(async tx => {
        await tx(tables.streamHeads).insert({
          stream: effect.stream,
          seq: 1,
          hash: '0',
        });
        await completeIn(tx);
      });
    });
    await add(draft('a'));
    await until(isAllDone);
    expect(await database.knex(tables.streamHeads)).toHaveLength(1);
  });

  it('rolls the handler back when the effect was lost meanwhile', async () => {
    let isOver = false;
    startWorker(async (effect, { completeIn }) => {
      await database
        .knex(tables.outbox)
        .update({ lease: '00000000-0000-4000-8000-000000000000' });
      const work = database.inTransaction(async tx => {
        await tx(tables.streamHeads).insert({
          stream: effect.stream,
          seq: 1,
          hash: '0',
        });
        await completeIn(tx);
      });
      await work.finally(() => {
        isOver = true;
      });
    });
    await add(draft('a'));
    await until(() => isOver);
    expect(await database.knex(tables.streamHeads)).toEqual([]);
  });

  it('gives back what still runs when it stops', async () => {
    const worker = startWorker(async () =>
      sleep(60_000, undefined, { ref: false }),
    );
    await add(draft('a'));
    await until(async () => (await rows())[0].lease !== null);
    await worker.stop();
    const [row] = await rows();
    expect(row).toMatchObject({ lease: null, attempts: 0, done_at: null });
    expect(row.due_at <= new Date().toISOString()).toBe(true);
  });

  it('lets work end that is nearly done when it stops', async () => {
    const worker = startWorker(async () => sleep(60), {}, { grace: 5_000 });
    await add(draft('a'));
    await until(async () => (await rows())[0].lease !== null);
    await worker.stop();
    expect((await rows())[0].done_at).not.toBeNull();
  });

  it('refuses a second handler of a kind', () => {
    const worker = startWorker(async () => {});
    expect(() => worker.handle('work', async () => {})).toThrow("'work'");
  });
});
