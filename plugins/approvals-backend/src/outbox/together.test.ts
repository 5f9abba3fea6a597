import { setTimeout as sleep } from 'node:timers/promises';
import { mockServices } from '@backstage/backend-test-utils';
import { Database, QueuedOutboxRow, tables } from '../database';
import {
  emptyDatabase,
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import {
  Effect,
  EffectDraft,
  HandlerOptions,
  JointHandler,
  Outbox,
  OutboxWorker,
} from '.';

const inMillis = (millis: number) =>
  new Date(Date.now() + millis).toISOString();
const drafts = (count: number, parts: Partial<EffectDraft> = {}) =>
  Array.from(
    { length: count },
    (_, index): EffectDraft => ({
      kind: 'work',
      stream: `request:${index}`,
      payload: { name: `${index}` },
      dueAt: inMillis(0),
      ...parts,
    }),
  );
const nameOf = ({ payload }: Effect) => (payload as { name: string }).name;

async function until(condition: () => boolean | Promise<boolean>) {
  while (!(await condition())) {
    await sleep(5);
  }
}

describe.each(everyDatabase)('effects done together on %s', id => {
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
    handler: JointHandler,
    options: HandlerOptions & { most?: number } = {},
  ) => {
    const worker = new OutboxWorker({
      database,
      outbox,
      logger: mockServices.logger.mock(),
      poll: 20,
      grace: 200,
    });
    worker.handleTogether('work', handler, options);
    worker.start();
    workers.push(worker);
  };
  const add = (all: EffectDraft[]) =>
    database.inTransaction(tx => outbox.add(tx, all, inMillis(0)));
  const rows = (): Promise<QueuedOutboxRow[]> =>
    database.knex(tables.outbox).orderBy('position');
  const isAllDone = async () =>
    (await rows()).every(({ done_at }) => done_at !== null);

  it('reach the handler in batches up to its limit', async () => {
    const sizes: number[] = [];
    await add(drafts(25));
    startWorker(
      async effects => {
        sizes.push(effects.length);
      },
      { most: 10 },
    );
    await until(isAllDone);
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('of one lane go one after the other', async () => {
    const batches: string[][] = [];
    await add(drafts(3, { lane: 'one' }));
    startWorker(async effects => {
      batches.push(effects.map(nameOf));
    });
    await until(isAllDone);
    expect(batches).toEqual([['0'], ['1'], ['2']]);
  });

  it('are tried alone when one of them fails the batch', async () => {
    const tried: string[][] = [];
    await add(drafts(4));
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
      (await rows()).every(row => row.done_at ?? row.exhausted_at),
    );
    expect(tried).toEqual([['0', '1', '2', '3'], ['0'], ['1'], ['2'], ['3']]);
    expect(
      (await rows()).map(({ done_at, last_error }) => [
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
      await add(drafts(3));
      startWorker(
        async ([first, second], delivery) => {
          delivery.later(first, later);
          delivery.failed(second, new Error('no'));
          if (isMarked) {
            await database.inTransaction(tx => delivery.completeIn(tx));
          }
        },
        { retryDelays: [50_000] },
      );
      await until(async () => (await rows())[1].last_error !== null);
      await until(async () => (await rows())[2].done_at !== null);
      const [first, second, third] = await rows();
      expect(first).toMatchObject({ due_at: later, attempts: 0, lease: null });
      expect(second).toMatchObject({ attempts: 1, last_error: 'Error: no' });
      expect(second.due_at > inMillis(30_000)).toBe(true);
      expect(third.done_at).not.toBeNull();
    },
  );

  it('are not kept when the mark finds that one went to somebody else', async () => {
    let runs = 0;
    await add(drafts(2));
    startWorker(async (effects, { completeIn }) => {
      runs += 1;
      if (runs === 1) {
        await database
          .knex(tables.outbox)
          .where('position', effects[0].position)
          .update({ lease: '00000000-0000-4000-8000-000000000000' });
      }
      await database.inTransaction(async tx => {
        for (const { stream } of effects) {
          await tx(tables.streamHeads).insert({ stream, seq: 1, hash: '0' });
        }
        await completeIn(tx);
      });
    });
    await until(async () => (await rows())[1].done_at !== null);
    const heads = await database.knex(tables.streamHeads);
    expect(heads).toMatchObject([{ stream: 'request:1' }]);
    expect((await rows())[0].done_at).toBeNull();
  });

  it('tell whoever registered them of each failed try, in the same transaction', async () => {
    const failures: [string, boolean][] = [];
    await add(drafts(1));
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
    await add([
      ...drafts(5, { channel: 'slow' }),
      ...drafts(5, { channel: 'quick', payload: { name: 'quick' } }),
    ]);
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
});

describe.each(everyDatabase)('a worker on %s', id => {
  it('hears at once of work from another process, where others can be', async () => {
    const database = await freshDatabase(id);
    const outbox = new Outbox({ database });
    const make = () =>
      new OutboxWorker({
        database,
        outbox,
        logger: mockServices.logger.mock(),
        poll: database.isPostgres ? 600_000 : 100,
      });
    const [listening, other] = [make(), make()];
    let heard: number | undefined;
    listening.handle('work', async () => {
      heard = Date.now();
    });
    listening.start();
    other.start();
    // Until both listen, nothing can be heard.
    await sleep(300);
    await database.inTransaction(tx => outbox.add(tx, drafts(1), inMillis(0)));
    other.wake();
    await until(() => heard !== undefined);
    expect(heard).toBeDefined();
    await Promise.all([listening.stop(), other.stop()]);
  });
});
