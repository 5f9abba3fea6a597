import fc from 'fast-check';
import { duration, durationToMillis } from './durations';

const DAY = 86_400_000;

describe('durationToMillis', () => {
  it.each([
    ['PT1M', 60_000],
    ['PT48H', 2 * DAY],
    ['P14D', 14 * DAY],
    ['P1W', 7 * DAY],
    ['P1W2DT3H4M5S', 9 * DAY + 3 * 3_600_000 + 4 * 60_000 + 5_000],
  ])('reads %s', (text, millis) => {
    expect(durationToMillis(text)).toBe(millis);
  });

  it('adds its parts up, whichever they are', () => {
    const part = fc.integer({ min: 1, max: 999 });
    fc.assert(
      fc.property(part, part, part, part, part, (w, d, h, m, s) => {
        const seconds = ((w * 7 + d) * 24 + h) * 3_600 + m * 60 + s;
        expect(durationToMillis(`P${w}W${d}DT${h}H${m}M${s}S`)).toBe(
          seconds * 1_000,
        );
      }),
    );
  });

  it.each([
    '',
    'P',
    'PT',
    'P1Y',
    'P1M',
    'P1Y1Z',
    '1D',
    'P1DT',
    'PT1.5H',
    '-P1D',
  ])('refuses %j, which has no fixed length or is no duration', text => {
    expect(() => durationToMillis(text)).toThrow(RangeError);
  });
});

describe('duration', () => {
  it.each(['PT1M', 'P365D', 'PT8760H'])('takes %s', text => {
    expect(duration().safeParse(text).success).toBe(true);
  });

  it.each(['PT59S', 'P365DT1S', 'P0D', 'P999999999W', 'P1Y'])(
    'refuses %s',
    text => {
      expect(duration().safeParse(text).success).toBe(false);
    },
  );
});
