import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { tables } from '../database';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { EffectHandler, HandlerOptions, RetryLater } from '.';
import { WorkerSettings } from './OutboxWorker';
import {
  draft,
  inMillis,
  nameOf,
  until,
  WorkingQueue,
} from './__testUtils__/workingQueue';

describe.each(everyDatabase)('the outbox worker on %s', id => {
  let queue: WorkingQueue;

  beforeAll(async () => {
    queue = await WorkingQueue.create(id);
  });
  afterEach(() => queue.clear());

  const startWorker = (
    handler: EffectHandler,
    options: HandlerOptions = {},
    settings: Partial<WorkerSettings> = {},
  ) => queue.start(worker => worker.handle('work', handler, options), settings);

  it('does each effect once, though several workers look', async () => {
    const done: string[] = [];
    const handler: EffectHandler = async effect => {
      await sleep(2);
      done.push(nameOf(effect));
    };
    [1, 2, 3].forEach(() => startWorker(handler));
    const wanted = Array.from({ length: 60 }, (_, index) => `${index}`);
    await queue.add(...wanted.map(name => draft(name)));
    await until(queue.isAllDone);
    expect(done.sort()).toEqual(wanted.sort());
  });

  it('keeps nothing of what is done', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage: () => void = runInNewContext('gc');
    const signals: WeakRef<AbortSignal>[] = [];
    startWorker(async (_, { signal }) => {
      signals.push(new WeakRef(signal));
    });
    await queue.add(...Array.from({ length: 20 }, (_, n) => draft(`${n}`)));
    await until(queue.isAllDone);
    await until(() => {
      collectGarbage();
      return signals.every(signal => signal.deref() === undefined);
    });
    expect(signals).toHaveLength(20);
    expect(signals.filter(signal => signal.deref())).toEqual([]);
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
    await queue.add(draft('a'));
    worker.wake();
    await until(() => isDone);
    expect(isDone).toBe(true);
  });

  describe('with ten minutes between two looks for little', () => {
    const settings = { pace: 600_000 };

    it('looks once, and then lets what comes gather', async () => {
      const claim = jest.spyOn(queue.outbox, 'claim');
      const worker = startWorker(async () => {}, {}, settings);
      for (let added = 0; added < 30; added++) {
        await queue.add(draft(`${added}`));
        worker.wake();
        await sleep(2);
      }
      expect(claim.mock.calls.length).toBeLessThanOrEqual(2);
      claim.mockRestore();
    });

    it('goes on at once when what it was full of has room', async () => {
      await queue.add(...Array.from({ length: 20 }, (_, n) => draft(`${n}`)));
      startWorker(async () => {}, { concurrency: 1 }, settings);
      await until(queue.isAllDone);
      expect(await queue.rows()).toHaveLength(20);
    });
  });

  it('keeps the order of a lane and lets other lanes overtake', async () => {
    const done: string[] = [];
    startWorker(async effect => {
      const name = nameOf(effect);
      await sleep(name.startsWith('slow') ? 60 : 1);
      done.push(name);
    });
    await queue.add(
      draft('slow 1', { lane: 'slow' }),
      draft('slow 2', { lane: 'slow' }),
      draft('slow 3', { lane: 'slow' }),
      draft('quick', { lane: 'quick' }),
    );
    await until(queue.isAllDone);
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
    await queue.add(draft('a'));
    await until(async () => (await queue.rows())[0].exhausted_at !== null);
    expect(attempts).toEqual([1, 2, 3]);
    expect((await queue.rows())[0].last_error).toContain('nobody listens');
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
    await queue.add(draft('a'));
    await until(queue.isAllDone);
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
    await queue.add(draft('a'));
    await until(async () => (await queue.rows())[0].exhausted_at !== null);
    expect(aborted).toBe(true);
    expect((await queue.rows())[0].last_error).toContain('longer than 30 ms');
  });

  it('lets a handler mark the effect in its own transaction', async () => {
    startWorker(async (effect, { completeIn }) => {
      await queue.database.inTransaction(async tx => {
        await tx(tables.streamHeads).insert({
          stream: effect.stream,
          seq: 1,
          hash: '0',
        });
        await completeIn(tx);
      });
    });
    await queue.add(draft('a'));
    await until(queue.isAllDone);
    expect(await queue.database.knex(tables.streamHeads)).toHaveLength(1);
  });

  it('refuses a second handler of a kind', () => {
    const worker = startWorker(async () => {});
    expect(() => worker.handle('work', async () => {})).toThrow("'work'");
  });
});
