import { Batches } from './Batches';

/** Batches of numbers whose work ends when it is told to. */
function createBatches(options: { most: number; atOnce?: number }) {
  const begun: { items: number[]; end: () => void; fail: () => void }[] = [];
  const batches = new Batches<number, string>({
    ...options,
    work: items =>
      new Promise((resolve, reject) => {
        begun.push({
          items,
          end: () =>
            resolve(
              items.map(item =>
                item < 0 ? { fault: `no ${item}` } : { result: `done ${item}` },
              ),
            ),
          fail: () => reject(new Error('away')),
        });
      }),
  });
  return { batches, begun };
}

const nextTurn = () => new Promise(resolve => setImmediate(resolve));

describe('Batches', () => {
  it('does what comes in one turn together, and gives each its own result', async () => {
    const { batches, begun } = createBatches({ most: 10 });
    const asked = [1, -2, 3].map(item => batches.do(item));
    const answers = Promise.allSettled(asked);
    await nextTurn();
    expect(begun.map(({ items }) => items)).toEqual([[1, -2, 3]]);
    begun[0].end();
    expect(await answers).toEqual([
      { status: 'fulfilled', value: 'done 1' },
      { status: 'rejected', reason: 'no -2' },
      { status: 'fulfilled', value: 'done 3' },
    ]);
  });

  it('begins at once for who asks alone', async () => {
    const { batches, begun } = createBatches({ most: 10 });
    const answer = batches.do(1);
    await nextTurn();
    begun[0].end();
    expect(await answer).toBe('done 1');
  });

  it('gathers what comes while as many run as may, in the order in which it came', async () => {
    const { batches, begun } = createBatches({ most: 2, atOnce: 2 });
    const answers = [1, 2, 3, 4, 5, 6, 7].map(item => batches.do(item));
    await nextTurn();
    await nextTurn();
    expect(begun.map(({ items }) => items)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    begun[1].end();
    await Promise.all(answers.slice(2, 4));
    await nextTurn();
    begun[2].end();
    await Promise.all(answers.slice(4, 6));
    await nextTurn();
    expect(begun.map(({ items }) => items)).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
      [7],
    ]);
  });

  it('goes on after a batch that failed as a whole', async () => {
    const { batches, begun } = createBatches({ most: 2 });
    const answers = Promise.allSettled([1, 2, 3].map(i => batches.do(i)));
    await nextTurn();
    begun[0].fail();
    await nextTurn();
    await nextTurn();
    begun[1].end();
    expect((await answers).map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
      'fulfilled',
    ]);
  });
});
