import { RateLimit } from './RateLimit';

describe('the rate limit', () => {
  it('lets a burst through and then one after the other', () => {
    const limit = new RateLimit({ writesPerSecond: 10, burst: 3 });
    const waits = [0, 0, 0, 0, 100, 100].map(later =>
      limit.take('alice', 1_000_000 + later),
    );
    expect(waits).toEqual([0, 0, 0, 100, 0, 100]);
  });

  it('gives the whole burst again after a rest, and no more', () => {
    const limit = new RateLimit({ writesPerSecond: 10, burst: 3 });
    const burst = (now: number) =>
      [1, 2, 3, 4].map(() => limit.take('alice', now) === 0);
    expect(burst(0)).toEqual([true, true, true, false]);
    expect(burst(3_600_000)).toEqual([true, true, true, false]);
  });

  it('counts each caller apart', () => {
    const limit = new RateLimit({ writesPerSecond: 1, burst: 1 });
    expect(limit.take('alice', 0)).toBe(0);
    expect(limit.take('bob', 0)).toBe(0);
    expect(limit.take('alice', 0)).toBeGreaterThan(0);
  });

  it('a refused write costs nothing', () => {
    const limit = new RateLimit({ writesPerSecond: 1, burst: 1 });
    limit.take('alice', 0);
    for (let time = 0; time < 1_000; time += 10) {
      expect(limit.take('alice', time)).toBeGreaterThan(0);
    }
    expect(limit.take('alice', 1_000)).toBe(0);
  });

  it('is off at 0', () => {
    const limit = new RateLimit({ writesPerSecond: 0, burst: 0 });
    const waits = Array.from({ length: 1_000 }, () => limit.take('alice', 0));
    expect(new Set(waits)).toEqual(new Set([0]));
  });
});
