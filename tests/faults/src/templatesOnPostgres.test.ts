import { killBackends } from './Backend';
import { Postgres } from './Postgres';
import { RunCases, runCases } from './RunCases';

describe('a run of a template, on PostgreSQL', () => {
  const cases = new RunCases();
  let postgres: Postgres;

  beforeAll(async () => {
    postgres = await Postgres.start();
    await cases.start(() => postgres.database().config);
  });
  afterAll(async () => {
    await killBackends();
    await postgres?.stop();
  });

  it.each(runCases)('%s', async name => {
    expect(await cases.ended(name)).toBe('as it should');
  });
});
