import { timeIn } from './times';

describe('a time that comes in', () => {
  it.each([
    ['2026-11-24T10:00:00+01:00', '2026-11-24T09:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
  ])('%s is stored as %s', (value, utc) => {
    expect(timeIn().parse(value)).toBe(utc);
  });

  it.each([
    '9999-12-31T23:59:59-12:00',
    '0000-01-01T00:00:00+12:00',
    '2026-02-30T00:00:00Z',
    '2026-11-24',
    '2026-11-24T10:00:00',
  ])('%s is refused', value => {
    expect(timeIn().safeParse(value).success).toBe(false);
  });
});
