import { isDatabaseAway, isWorthAnotherTry } from './faults';

const fault = (parts: object) => Object.assign(new Error('it failed'), parts);

describe('what a database error means', () => {
  it.each([
    ['PostgreSQL refuses connections', fault({ code: 'ECONNREFUSED' })],
    ['PostgreSQL shuts down', fault({ code: '57P01' })],
    ['PostgreSQL starts', fault({ code: '57P03' })],
    ['too many connections', fault({ code: '53300' })],
    ['the connection breaks', new Error('Connection terminated unexpectedly')],
    ['the pool is exhausted', fault({ name: 'KnexTimeoutError' })],
    ['the disk is full', fault({ code: 'SQLITE_FULL' })],
    [
      'every address refuses',
      new AggregateError([fault({ code: 'ECONNREFUSED' })]),
    ],
    ['it is wrapped', new Error('no', { cause: fault({ code: '08006' }) })],
  ])('%s: the database is away', (_, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });

  it.each([
    ['a statement is wrong', fault({ code: '42601' })],
    ['a row is there already', fault({ code: '23505' })],
    ['a check fails', fault({ code: 'SQLITE_CONSTRAINT_CHECK' })],
    ['a programmer erred', new TypeError('undefined is not a function')],
    ['nothing at all', undefined],
  ])('%s: the database is there', (_, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });

  it.each([
    ['40001', true],
    ['40P01', true],
    ['SQLITE_BUSY', true],
    ['SQLITE_BUSY_SNAPSHOT', true],
    ['23505', false],
    ['ECONNREFUSED', false],
  ])('after %s another try makes sense: %s', (code, expected) => {
    expect(isWorthAnotherTry(fault({ code }))).toBe(expected);
  });
});
