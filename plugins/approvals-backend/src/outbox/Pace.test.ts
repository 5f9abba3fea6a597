import { Pace, PaceOptions } from './Pace';

describe('Pace', () => {
  let now = 0;
  let busy = 0;

  const pace = (options: Partial<PaceOptions> = {}) =>
    new Pace({
      perSecond: 100,
      most: 20,
      clock: () => now,
      busyPart: () => busy,
      ...options,
    });

  /** What is claimed in so many milliseconds by somebody who looks every ten. */
  const claimedIn = (milliseconds: number, by: Pace): number => {
    let claimed = 0;
    for (const end = now + milliseconds; now < end; now += 10) {
      const room = by.room();
      by.take(room);
      claimed += room;
    }
    return claimed;
  };

  beforeEach(() => {
    now = 5_000;
    busy = 0;
  });

  it('has room for a few at once, and again after a pause', () => {
    const by = pace();
    expect(by.room()).toBe(20);
    by.take(20);
    expect(by.room()).toBe(0);
    now += 1_000;
    expect(by.room()).toBe(20);
  });

  it('has no room for one or two while there is much', () => {
    const by = pace();
    by.take(20);
    now += 90;
    expect([by.room(), by.isHolding]).toEqual([0, true]);
    now += 20;
    expect([by.room(), by.isHolding]).toEqual([11, false]);
  });

  it('keeps its room while little is claimed', () => {
    const by = pace();
    by.take(1);
    expect([by.room(), by.isHolding]).toEqual([19, false]);
  });

  it.each([
    ['as fast as it is to, however busy the process is', false, 0.9, 1_000],
    [
      'as fast as it is to at leisure in a process that has nothing to do',
      true,
      0,
      1_000,
    ],
    ['half as fast at leisure in a process that is half busy', true, 0.5, 500],
    [
      'at three tenths at leisure in a process that has no time left',
      true,
      1,
      300,
    ],
  ])('goes %s', (_, isAtLeisure, busyPart, expected) => {
    busy = busyPart;
    const by = pace({ isAtLeisure });
    by.take(20);
    const claimed = claimedIn(10_000, by);
    expect(Math.abs(claimed - expected)).toBeLessThanOrEqual(20);
  });

  it('lets single ones through, however little room is left', () => {
    const by = pace({ most: 1, perSecond: 10 });
    expect(claimedIn(1_000, by)).toBeGreaterThanOrEqual(10);
  });

  it('sees for itself how busy the process is', async () => {
    const by = new Pace({ perSecond: 1_000, most: 400, isAtLeisure: true });
    by.take(400);
    const end = performance.now() + 300;
    while (performance.now() < end) {
      // Keeps the event loop busy.
    }
    await new Promise(resolve => setImmediate(resolve));
    // Three hundred if the process had had nothing to do.
    expect(by.room()).toBe(0);
  });
});
