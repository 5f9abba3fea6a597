import { once } from 'node:events';
import { createServer, get, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '../database';
import {
  everyDatabase,
  freshDatabase,
} from '../database/__testUtils__/testDatabases';
import { asUser, testApi } from '../http/__testUtils__/testApi';
import { fillEvents } from './__testUtils__/fillEvents';
import { historyRoom } from './__testUtils__/room';
import { addAuditRoutes } from './auditRoutes';

jest.setTimeout(60_000);

const LINES = 30_000;
const BATCHES = LINES / 500;

describe.each(everyDatabase)('an export over HTTP on %s', id => {
  let database: Database;
  let server: Server;
  let batches = 0;

  beforeAll(async () => {
    database = await freshDatabase(id);
    // Two kilobytes each: more than the sockets of both ends take.
    await fillEvents(database, { lines: LINES, streams: 300, bytes: 2_000 });
    // Each batch is a query for lines and one for their texts.
    database.knex.on('query', ({ sql }: { sql: string }) => {
      batches += /from .events./.test(sql) ? 1 : 0;
    });
    const app = testApi({
      database,
      lay: route =>
        addAuditRoutes(route, {
          ...historyRoom(database),
          access: { may: async () => true },
        }),
    });
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  }, 120_000);

  afterAll(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  });

  beforeEach(() => {
    batches = 0;
  });

  const ask = (query: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      get(
        `http://127.0.0.1:${port}/api/approvals/audit${query}`,
        { headers: asUser() },
        resolve,
      ).on('error', reject);
    });

  /** The number of batches asked for, once it stands still. */
  const settled = async (): Promise<number> => {
    const before = batches;
    await sleep(300);
    return batches === before ? batches : settled();
  };

  it.each(['jsonl', 'csv'])('brings every line, as %s', async format => {
    const response = await ask(`?format=${format}`);
    let lines = 0;
    for await (const chunk of response) {
      lines += String(chunk).split('\n').length - 1;
    }
    expect(lines).toBe(format === 'csv' ? LINES + 1 : LINES);
  });

  it('waits for a reader who is slow, and asks for no more meanwhile', async () => {
    const response = await ask('?format=jsonl');
    await new Promise(resolve => response.once('readable', resolve));
    const asked = await settled();
    expect(asked).toBeLessThan(BATCHES);
    let bytes = 0;
    for await (const chunk of response) {
      bytes += chunk.length;
    }
    expect(bytes).toBeGreaterThan(LINES * 2_000);
    expect(batches).toBeGreaterThan(asked + BATCHES / 4);
  });

  it('ends with the reader who goes away', async () => {
    const response = await ask('?format=csv');
    await new Promise(resolve => response.once('readable', resolve));
    const asked = await settled();
    response.destroy();
    await sleep(300);
    // The batch that was being written, and the one that was asked for.
    expect(await settled()).toBeLessThanOrEqual(asked + 2);
  });
});
