import { setTimeout as sleep } from 'node:timers/promises';
import { tables } from '../database';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { EffectHandler, HandlerOptions } from '.';
import { WorkerSettings } from './OutboxWorker';
import {
  draft,
  inMillis,
  until,
  WorkingQueue,
} from './__testUtils__/workingQueue';

describe.each(everyDatabase)('leases on %s', id => {
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

  it('renews the lease of slow work, so that nobody else does it too', async () => {
    let runs = 0;
    const handler: EffectHandler = async () => {
      runs += 1;
      await sleep(600);
    };
    const settings = { lease: 150 };
    startWorker(handler, {}, settings);
    startWorker(handler, {}, settings);
    await queue.add(draft('a'));
    await until(queue.isAllDone);
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
    await queue.add(draft('a'));
    await until(queue.isClaimed);
    await queue.rob();
    await until(() => reasons.length > 0);
    expect(reasons[0]).toContain('LeaseLost');
    expect((await queue.rows())[0].done_at).toBeNull();
  });

  it('goes on where a process was killed', async () => {
    await queue.add(draft('a'));
    const now = new Date().toISOString();
    await queue.outbox.claim({
      wants: [{ channel: 'work', limit: 1 }],
      now,
      leaseUntil: inMillis(100),
    });
    const attempts: number[] = [];
    startWorker(async effect => {
      attempts.push(effect.attempt);
    });
    await until(queue.isAllDone);
    expect(attempts).toEqual([2]);
  });

  it('gives up what takes each process down with it', async () => {
    await queue.add(draft('a'));
    await queue.database.knex(tables.outbox).update({ attempts: 2 });
    let runs = 0;
    startWorker(
      async () => {
        runs += 1;
      },
      { retryDelays: [1] },
    );
    await until(async () => (await queue.rows())[0].exhausted_at !== null);
    expect(runs).toBe(0);
  });

  it('rolls the handler back when the effect was lost meanwhile', async () => {
    let isOver = false;
    startWorker(async (effect, { completeIn }) => {
      await queue.rob();
      const work = queue.database.inTransaction(async tx => {
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
    await queue.add(draft('a'));
    await until(() => isOver);
    expect(await queue.database.knex(tables.streamHeads)).toEqual([]);
  });

  it('gives back what still runs when it stops', async () => {
    const worker = startWorker(async () =>
      sleep(60_000, undefined, { ref: false }),
    );
    await queue.add(draft('a'));
    await until(queue.isClaimed);
    await worker.stop();
    const [row] = await queue.rows();
    expect(row).toMatchObject({ lease: null, attempts: 0, done_at: null });
    expect(row.due_at <= new Date().toISOString()).toBe(true);
  });

  it('lets work end that is nearly done when it stops', async () => {
    const worker = startWorker(async () => sleep(60), {}, { grace: 5_000 });
    await queue.add(draft('a'));
    await until(queue.isClaimed);
    await worker.stop();
    expect((await queue.rows())[0].done_at).not.toBeNull();
  });
});
