import { writeFile } from 'node:fs/promises';
import { createMockDirectory } from '@backstage/backend-test-utils';
import knexFactory from 'knex';
import { Database, tables } from './database';
import { History, HistoryStore } from './history';
import { comment } from './history/__testUtils__/drafts';
import { verifyCommand } from './verify';

describe('the command verify', () => {
  const directory = createMockDirectory();
  let lines: string[];

  const run = (...argv: string[]) => {
    lines = [];
    const write = (line: string) => lines.push(line);
    return verifyCommand(
      ['--config', directory.resolve('config.yaml'), ...argv],
      { say: write, complain: write },
    );
  };

  const withDatabase = async (work: (database: Database) => Promise<void>) => {
    const database = new Database(
      knexFactory({
        client: 'better-sqlite3',
        connection: { filename: directory.resolve('approvals.sqlite') },
        useNullAsDefault: true,
      }),
    );
    await work(database);
    await database.knex.destroy();
  };

  const fill = () =>
    withDatabase(async database => {
      await database.migrate();
      const history = new History({ store: new HistoryStore(database) });
      await database.inTransaction(async tx => {
        await history.append(tx, 'request:1', [comment('a'), comment('b')]);
        await history.append(tx, 'request:2', [comment('c')]);
      });
    });

  beforeEach(async () => {
    directory.clear();
    await writeFile(
      directory.resolve('config.yaml'),
      `backend: { database: { client: better-sqlite3, connection: { directory: '${directory.path}' } } }`,
    );
  });

  it('finds nothing wrong in the database that the configuration names', async () => {
    await fill();
    expect(await run()).toBe(0);
    expect(lines).toEqual(['Nothing is wrong with 3 lines of 2 streams.']);
    expect(await run('--stream', 'request:1', '--json')).toBe(0);
    expect(JSON.parse(lines[0])).toMatchObject({ ok: true, events: 2 });
  });

  it('names the line that was changed', async () => {
    await fill();
    await withDatabase(async ({ knex }) => {
      await knex(tables.events)
        .where({ stream: 'request:1', seq: 2 })
        .update({ actor: 'user:default/mallory' });
    });
    expect(await run()).toBe(1);
    expect(lines[0]).toContain("'request:1', line 2: the line was changed");
  });

  it('says so where there is nothing to check', async () => {
    expect(await run()).toBe(2);
    expect(lines[0]).toContain('no tables of approvals');
  });

  it('says so where it does not understand', async () => {
    expect(await run('--sream', 'request:1')).toBe(2);
    expect(lines[0]).toContain('--sream');
  });
});
