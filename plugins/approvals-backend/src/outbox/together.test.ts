import { setTimeout as sleep } from 'node:timers/promises';
import { tables } from '../database';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { EffectDraft, HandlerOptions, JointHandler } from '.';
import {
  draft,
  inMillis,
  nameOf,
  until,
  WorkingQueue,
} from './__testUtils__/workingQueue';

const drafts = (count: number, parts: Partial<EffectDraft> = {}) =>
  Array.from({ length: count }, (_, index) =>
    draft(`${index}`, { stream: `request:${index}`, ...parts }),
  );

describe.each(everyDatabase)('effects done together on %s', id => {
  let queue: WorkingQueue;

  beforeAll(async () => {
    queue = await WorkingQueue.create(id);
  });
  afterEach(() => queue.clear());

  const startWorker = (
    handler: JointHandler,
    options: HandlerOptions & { most?: number } = {},
  ) =>
    queue.start(worker => worker.handleTogether('work', handler, options), {
      poll: 20,
    });

  it('reach the handler in batches up to its limit', async () => {
    const sizes: number[] = [];
    await queue.add(...drafts(25));
    startWorker(
      async effects => {
        sizes.push(effects.length);
      },
      { most: 10 },
    );
    await until(queue.isAllDone);
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('of one lane go one after the other', async () => {
    const batches: string[][] = [];
    await queue.add(...drafts(3, { lane: 'one' }));
    startWorker(async effects => {
      batches.push(effects.map(nameOf));
    });
    await until(queue.isAllDone);
    expect(batches).toEqual([['0'], ['1'], ['2']]);
  });

  it('are tried alone when one of them fails the batch', async () => {
    const tried: string[][] = [];
    await queue.add(...drafts(4));
    startWorker(
      async effects => {
        tried.push(effects.map(nameOf));
        if (effects.some(effect => nameOf(effect) === '2')) {
          throw new Error('poisoned');
        }
      },
      { retryDelays: [] },
    );
    await until(async () =>
      (await queue.rows()).every(row => row.done_at ?? row.exhausted_at),
    );
    expect(tried).toEqual([['0', '1', '2', '3'], ['0'], ['1'], ['2'], ['3']]);
    expect(
      (await queue.rows()).map(({ done_at, last_error }) => [
        done_at !== null,
        last_error,
      ]),
    ).toEqual([
      [true, null],
      [true, null],
      [false, 'Error: poisoned'],
      [true, null],
    ]);
  });

  it.each([true, false])(
    'are put off or set back one by one, as the handler says (marked in its transaction: %s)',
    async isMarked => {
      const later = inMillis(60_000);
      await queue.add(...drafts(3));
      startWorker(
        async ([first, second], delivery) => {
          delivery.later(first, later);
          delivery.failed(second, new Error('no'));
          if (isMarked) {
            await queue.database.inTransaction(tx => delivery.completeIn(tx));
          }
        },
        { retryDelays: [50_000] },
      );
      await until(async () => (await queue.rows())[1].last_error !== null);
      await until(async () => (await queue.rows())[2].done_at !== null);
      const [first, second, third] = await queue.rows();
      expect(first).toMatchObject({ due_at: later, attempts: 0, lease: null });
      expect(second).toMatchObject({ attempts: 1, last_error: 'Error: no' });
      expect(second.due_at > inMillis(30_000)).toBe(true);
      expect(third.done_at).not.toBeNull();
    },
  );

  it('are not kept when the mark finds that one went to somebody else', async () => {
    let runs = 0;
    await queue.add(...drafts(2));
    startWorker(async (effects, { completeIn }) => {
      runs += 1;
      if (runs === 1) {
        await queue.rob(effects[0].position);
      }
      await queue.database.inTransaction(async tx => {
        for (const { stream } of effects) {
          await tx(tables.streamHeads).insert({ stream, seq: 1, hash: '0' });
        }
        await completeIn(tx);
      });
    });
    await until(async () => (await queue.rows())[1].done_at !== null);
    const heads = await queue.database.knex(tables.streamHeads);
    expect(heads).toMatchObject([{ stream: 'request:1' }]);
    expect((await queue.rows())[0].done_at).toBeNull();
  });

  it('tell whoever registered them of each failed try, in the same transaction', async () => {
    const failures: [string, boolean][] = [];
    await queue.add(...drafts(1));
    startWorker(
      async () => {
        throw new Error('no');
      },
      {
        retryDelays: [1],
        onFailure: async (tx, effect, { error, retryAt }) => {
          const [row] = await tx(tables.outbox).select('last_error');
          failures.push([row.last_error, retryAt !== undefined]);
          expect(effect.kind).toBe('work');
          expect(String(error)).toBe('Error: no');
        },
      },
    );
    await until(() => failures.length === 2);
    expect(failures).toEqual([
      ['Error: no', true],
      ['Error: no', false],
    ]);
  });

  it('hold up no other channel', async () => {
    const done: string[] = [];
    await queue.add(
      ...drafts(5, { channel: 'slow' }),
      ...drafts(5, { channel: 'quick', payload: { name: 'quick' } }),
    );
    startWorker(
      async ([effect], { signal }) => {
        if (effect.channel === 'slow') {
          await sleep(60_000, undefined, { signal });
        }
        done.push(nameOf(effect));
      },
      { most: 1, concurrency: 2, channels: () => ['slow', 'quick'] },
    );
    await until(() => done.length === 5);
    expect(done).toEqual(Array(5).fill('quick'));
  });

  it('are begun at once by a worker that hears of them from another process, where others can be', async () => {
    let heard = false;
    const settings = { poll: queue.database.isPostgres ? 600_000 : 100 };
    queue.start(
      worker =>
        worker.handle('work', async () => {
          heard = true;
        }),
      settings,
    );
    const other = queue.start(() => {}, settings);
    // Until both listen, nothing can be heard.
    await sleep(300);
    await queue.add(...drafts(1));
    other.wake();
    await until(() => heard);
    expect(heard).toBe(true);
  });
});
