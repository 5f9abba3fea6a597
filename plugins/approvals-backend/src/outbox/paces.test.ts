import { everyDatabase } from '../database/__testUtils__/testDatabases';
import {
  draft,
  nameOf,
  until,
  WorkingQueue,
} from './__testUtils__/workingQueue';

const drafts = (count: number, atLeisure: boolean) =>
  Array.from({ length: count }, (_, index) =>
    draft(`${index}`, { stream: `request:${index}`, atLeisure }),
  );

describe.each(everyDatabase)('effects that have a pace on %s', id => {
  let queue: WorkingQueue;

  beforeAll(async () => {
    queue = await WorkingQueue.create(id);
  });
  afterEach(() => queue.clear());

  it('are done no faster than it, and all of them', async () => {
    let done = 0;
    await queue.add(...drafts(100, false));
    const began = performance.now();
    queue.start(worker =>
      worker.handle(
        'work',
        async () => {
          done += 1;
        },
        { concurrency: 100, perSecond: 200 },
      ),
    );
    await until(queue.isAllDone);
    expect(done).toBe(100);
    // Ten at once, and the other ninety at two hundred a second.
    expect(performance.now() - began).toBeGreaterThan(400);
  });

  it('begin at once where they are few, though nobody looks for a long time', async () => {
    let done = 0;
    const worker = queue.start(
      by =>
        by.handle(
          'work',
          async () => {
            done += 1;
          },
          { perSecond: 20, concurrency: 50 },
        ),
      { poll: 600_000 },
    );
    await queue.add(...drafts(1, false));
    worker.wake();
    await until(() => done === 1);
    // More than there is room for: it goes on by itself, without another wake.
    await queue.add(...drafts(5, false));
    worker.wake();
    await until(queue.isAllDone);
    expect(done).toBe(6);
  });

  it('do not hold up those of their kind that people wait for', async () => {
    const order: string[] = [];
    await queue.add(
      ...drafts(400, true),
      draft('waited for', { stream: 'request:x' }),
    );
    queue.start(worker =>
      worker.handleTogether(
        'work',
        async effects => {
          order.push(...effects.map(nameOf));
        },
        { most: 20, alsoAtLeisure: true },
      ),
    );
    await until(() => order.includes('waited for'));
    expect(order.indexOf('waited for')).toBeLessThanOrEqual(20);
    await until(() => order.length === 401);
    expect(new Set(order).size).toBe(401);
  });

  it.each([{ perSecond: 10 }, { alsoAtLeisure: true }])(
    'have no channels of their own: %j',
    options => {
      expect(() =>
        queue.start(worker =>
          worker.handle('work', async () => {}, {
            ...options,
            channels: () => ['a', 'b'],
          }),
        ),
      ).toThrow("The channels of 'work' cannot have a pace");
    },
  );

  it('keep the order of their lane, at leisure or not', async () => {
    const order: string[] = [];
    const lane = 'one';
    await queue.add(
      draft('first', { lane, atLeisure: true }),
      draft('second', { lane }),
      draft('third', { lane, atLeisure: true }),
    );
    queue.start(worker =>
      worker.handleTogether(
        'work',
        async effects => {
          order.push(...effects.map(nameOf));
        },
        { alsoAtLeisure: true },
      ),
    );
    await until(() => order.length === 3);
    expect(order).toEqual(['first', 'second', 'third']);
  });
});
