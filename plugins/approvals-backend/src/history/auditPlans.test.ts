import { AuditQuery } from '@countersign/backstage-plugin-approvals-common';
import { Database, tables } from '../database';
import {
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import { at } from './__testUtils__/drafts';
import { historyRoom } from './__testUtils__/room';

const LINES = 20_000;
const STREAMS = 2_000;

type Asked = { sql: string; bindings: unknown[] };

/** The statements that a piece of work sends. */
async function statementsOf(
  { knex }: Database,
  work: () => Promise<unknown>,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  const note = ({ sql, bindings }: Asked) => asked.push({ sql, bindings });
  knex.on('query', note);
  try {
    await work();
  } finally {
    knex.removeListener('query', note);
  }
  return asked;
}

/** The plan of a statement, as the database words it. */
async function planOf(
  { knex, isPostgres }: Database,
  { sql, bindings }: Asked,
): Promise<string> {
  const explain = isPostgres ? 'explain' : 'explain query plan';
  // What was sent has numbered places already; `raw` counts question marks.
  const text = sql.replace(/\$\d+/g, '?');
  const result = await knex.raw(`${explain} ${text}`, bindings as string[]);
  const rows: object[] = isPostgres ? result.rows : result;
  return rows
    .map(row => ('detail' in row ? row.detail : Object.values(row)[0]))
    .join('\n');
}

async function fill({ knex, isPostgres }: Database): Promise<void> {
  const rows = Array.from({ length: LINES }, (_, index) => ({
    id: `019ab3c4-0000-7000-8000-${String(index).padStart(12, '0')}`,
    stream: `request:${index % STREAMS}`,
    seq: Math.floor(index / STREAMS) + 1,
    type: index % 10 === 0 ? 'request.cancelled' : 'request.commented',
    actor: `user:default/person-${index % 5}`,
    at: at(index),
    payload: '{}',
    previous_hash: '0'.repeat(64),
    hash: 'ab'.repeat(32),
  }));
  await knex.batchInsert(tables.events, rows, 500);
  const texts = rows.map(({ id }) => ({
    event_id: id,
    part: 'text',
    salt: 'ab',
    text: 'words',
  }));
  await knex.batchInsert(tables.eventTexts, texts, 500);
  await knex.raw(isPostgres ? 'vacuum analyze' : 'analyze');
}

const QUERIES: AuditQuery[] = [
  {},
  { stream: 'request:7' },
  { stream: 'request:7', type: 'request.cancelled' },
  { type: 'request.cancelled' },
  { actor: 'user:default/person-3' },
  { after: at(9_000), before: at(9_100) },
  { actor: 'user:default/person-3', after: at(9_000) },
];

describe.each(everyDatabase)('the plans of the audit on %s', id => {
  let database: Database;
  let room: ReturnType<typeof historyRoom>;

  beforeAll(async () => {
    database = await freshDatabase(id);
    room = historyRoom(database);
    await fill(database);
  }, 120_000);

  /** Each page from the place where the last one ended; a short stream may be sorted whole. */
  const expectIndexAlone = (plan: string, { stream }: AuditQuery) => {
    expect(plan).toMatch(/index/i);
    expect(plan).not.toMatch(/Seq Scan|SCAN (?!.*USING)/);
    if (stream === undefined) {
      expect(plan).not.toMatch(/\bSort\b|TEMP B-TREE/);
    }
  };

  it.each(QUERIES)('page %j by an index alone', async query => {
    const asked = await statementsOf(database, async () => {
      const { nextCursor } = await room.audit.list({ ...query, limit: '2' });
      await room.audit.list({ ...query, limit: '2', cursor: nextCursor });
    });
    expect(asked.length).toBeGreaterThanOrEqual(2);
    for (const statement of asked) {
      expectIndexAlone(await planOf(database, statement), query);
    }
  });

  it.each(QUERIES)('export %j by an index alone', async query => {
    const asked = await statementsOf(database, async () => {
      const batches = room.audit.export(query);
      await batches.next();
      await batches.next();
    });
    for (const statement of asked) {
      expectIndexAlone(await planOf(database, statement), query);
    }
  });
});
