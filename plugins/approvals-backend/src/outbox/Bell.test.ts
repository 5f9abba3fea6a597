import { mockServices } from '@backstage/backend-test-utils';
import { knex } from 'knex';
import { Database } from '../database';
import { Bell } from './Bell';

/** Tries to listen, one after the other: refused, or heard until the connection ends. */
type Try = 'refused' | 'heard';

/** Hangs a bell where listening goes so; resolves with its pauses, in seconds. */
async function pausesOf(tries: Try[]): Promise<number[]> {
  const database = new Database(knex({ client: 'pg' }));
  const left = [...tries];
  jest.spyOn(database, 'listen').mockImplementation(async () => {
    if (left.shift() === 'refused') {
      throw new Error('connect ECONNREFUSED');
    }
    return {
      ended: Promise.resolve(),
      notify: async () => {},
      close: async () => {},
    };
  });
  const pauses: number[] = [];
  await new Promise<void>(resolve => {
    const bell = new Bell({
      database,
      logger: mockServices.logger.mock(),
      onRing: () => {},
      pause: async milliseconds => {
        pauses.push(milliseconds / 1_000);
        if (left.length === 0) {
          await bell.takeDown();
          resolve();
        }
      },
    });
    bell.hang();
  });
  return pauses;
}

describe('a bell', () => {
  it('listens again within ten seconds, however long the database was away', async () => {
    expect(await pausesOf(Array<Try>(7).fill('refused'))).toEqual([
      1, 2, 4, 8, 10, 10, 10,
    ]);
  });

  it('is quick again after each time that it could listen', async () => {
    const tries: Try[] = ['refused', 'refused', 'heard', 'refused', 'heard'];
    expect(await pausesOf(tries)).toEqual([1, 2, 1, 2, 1]);
  });
});
