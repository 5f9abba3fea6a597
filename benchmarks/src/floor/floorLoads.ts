import { Load } from '../measure';
import { FLOOR_ROWS } from './FloorStore';

/** The floor's calls, with a token for each. */
export function floorLoads(tokens: readonly string[]): {
  row: Load;
  change: Load;
  add: Load;
} {
  let index = 0;
  const call = (
    method: 'GET' | 'POST',
    path: () => string,
    expected: number,
  ) => ({
    expected,
    next: () => ({
      method,
      path: `/api/floor${path()}`,
      token: tokens[index++ % tokens.length],
      body:
        method === 'POST'
          ? { decision: 'approve', comment: 'Looks right' }
          : undefined,
    }),
  });
  const id = () => 1 + Math.floor(Math.random() * FLOOR_ROWS);
  return {
    row: call('GET', () => `/row/${id()}`, 200),
    change: call('POST', () => `/change/${id()}`, 201),
    add: call('POST', () => '/rows', 201),
  };
}
