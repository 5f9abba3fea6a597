import { Minute } from './Meter';
import { faultsOf } from './verdict';

const soak = (change: (at: number) => Partial<Minute>) =>
  Array.from({ length: 30 }, (_, at) => ({
    requests: 6_000,
    p95: 20,
    statuses: { 200: 5_900, 409: 100 },
    memory: 300,
    waiting: 5,
    messages: 500,
    ...change(at),
  }));

describe('the verdict of a soak', () => {
  it.each<[string, (at: number) => Partial<Minute>, RegExp | undefined]>([
    ['all stays as it is', () => ({}), undefined],
    [
      'memory grows in the warm-up only',
      at => ({ memory: at < 5 ? 150 + 30 * at : 300 }),
      undefined,
    ],
    [
      'memory comes and goes',
      at => ({ memory: 300 + 40 * (at % 2) }),
      undefined,
    ],
    ['memory grows', at => ({ memory: 300 + 5 * at }), /memory grew/],
    ['the outbox grows', at => ({ waiting: 40 * at }), /the outbox grew/],
    [
      'one answer was a 503',
      at => ({ statuses: { 200: 10, 503: Number(at === 17) } }),
      /1 answers were 5xx/,
    ],
    [
      'one call had no answer',
      at => ({ statuses: { 200: 10, 0: Number(at === 2) } }),
      /1 answers were 5xx or did not come/,
    ],
  ])('when %s', (_, change, fault) => {
    const faults = faultsOf(soak(change));
    expect(faults.join('; ')).toMatch(fault ?? /^$/);
  });
});
