import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { tables } from '../database';
import { everyDatabase } from '../database/__testUtils__/testDatabases';
import { RunWorld } from './__testUtils__/runWorld';

const directory = resolvePackagePath(
  '@countersign/backstage-plugin-approvals-backend',
  'migrations',
);

describe.each(everyDatabase)('runs from before on %s', databaseId => {
  it('are known to need whoever asked where they were begun with secrets', async () => {
    const world = await RunWorld.create(databaseId);
    const [plain, secret] = [await world.waiting(), await world.waiting()];
    const { database } = world.requests;
    const { knex } = database;
    const { state } = await knex(tables.requests)
      .where({ id: secret })
      .first('state');
    const { execution, ...rest } = JSON.parse(state);
    const withSecrets = { ...execution, secrets: ['token'] };
    await knex(tables.requests)
      .where({ id: secret })
      .update({
        state: JSON.stringify({ ...rest, execution: withSecrets }),
      });

    const waitsFor = '20261128_runs_waits_for.js';
    let undone: string;
    do {
      const [, [name]] = await knex.migrate.down({ directory });
      undone = name;
    } while (!undone.endsWith(waitsFor));
    expect(await knex.schema.hasColumn(tables.runs, 'needs_requester')).toBe(
      false,
    );
    await database.migrate();

    expect(await world.run(plain)).toMatchObject({ needsRequester: false });
    expect(await world.run(secret)).toMatchObject({ needsRequester: true });
  });
});
