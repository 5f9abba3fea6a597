import path from 'node:path';
import { killBackends } from './Backend';
import { RunCases, runCases } from './RunCases';
import { unique, workplace } from './workplace';

describe('a run of a template, on SQLite', () => {
  const cases = new RunCases();

  beforeAll(() =>
    cases.start(() => ({
      client: 'better-sqlite3',
      connection: { directory: path.join(workplace, unique('sqlite')) },
    })),
  );
  afterAll(killBackends);

  it.each(runCases)('%s', async name => {
    expect(await cases.ended(name)).toBe('as it should');
  });
});
