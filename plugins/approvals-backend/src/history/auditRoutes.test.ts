import { get as httpGet } from 'node:http';
import { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import { Database } from '../database';
import { freshDatabase } from '../database/__testUtils__/testDatabases';
import { asUser, testApi } from '../http/__testUtils__/testApi';
import { addAuditRoutes } from '.';
import { comment } from './__testUtils__/drafts';
import { historyRoom } from './__testUtils__/room';

const AUDIT = '/api/approvals/audit';

/** The auditor may read, nobody else. */
const access = {
  may: async ({ ref }: { ref: string }) => ref === 'user:default/auditor',
};

describe('the audit', () => {
  let app: ReturnType<typeof testApi>;
  let database: Database;

  beforeAll(async () => {
    database = await freshDatabase('SQLITE_3');
    const room = historyRoom(database);
    await room.append(
      'request:1',
      comment('plain', 1),
      comment('=1+1', 2),
      comment('a "quote",\nand a line', 3),
      comment('+49 30 1234', 4, '@SUM(A1:A9)'),
    );
    app = testApi({
      database,
      lay: route => addAuditRoutes(route, { ...room, access }),
    });
  });

  const get = (query: string, ref = 'user:default/auditor') =>
    request(app).get(`${AUDIT}${query}`).set(asUser(ref));

  it.each(['', '?format=csv', '/verify', '?nonsense=1'])(
    '%s is for those who may read it',
    async query => {
      const { body } = await get(query, 'user:default/bob').expect(403);
      expect(body.error.code).toBe('NOT_ALLOWED');
    },
  );

  it('lists events, newest first', async () => {
    const { body } = await get('?limit=2').expect(200);
    expect(body.items.map(({ seq }: { seq: number }) => seq)).toEqual([4, 3]);
    const next = await get(`?limit=2&cursor=${body.nextCursor}`).expect(200);
    expect(next.body.items.map(({ seq }: { seq: number }) => seq)).toEqual([
      2, 1,
    ]);
  });

  it('says that a cursor was changed', async () => {
    const { body } = await get('').expect(200);
    expect(body.nextCursor).toBeUndefined();
    const refused = await get('?cursor=bm9uc2Vuc2U').expect(400);
    expect(refused.body.error.code).toBe('INVALID_CURSOR');
  });

  it('exports a JSON line for each event, oldest first', async () => {
    const { text, headers } = await get('?format=jsonl').expect(200).buffer();
    expect(headers['content-type']).toBe('application/jsonl');
    const texts = text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).text);
    expect(texts).toEqual([
      'plain',
      '=1+1',
      'a "quote",\nand a line',
      '+49 30 1234',
    ]);
  });

  it('exports CSV in which nothing runs as a formula', async () => {
    const { text, headers } = await get('?format=csv').expect(200).buffer();
    expect(headers['content-type']).toContain('text/csv');
    expect(text.split('\r\n')[0]).toBe(
      'id,stream,seq,type,at,actor,onBehalfOf,payload,text,reason,previousHash,hash',
    );
    expect(text).toContain(",'=1+1,");
    expect(text).toContain(",'+49 30 1234,");
    expect(text).toContain(",'@SUM(A1:A9),");
    expect(text).toContain(',"a ""quote"",\nand a line",');
  });

  it('filters an export', async () => {
    const { text } = await get('?format=jsonl&after=2026-11-24T09:00:03Z')
      .expect(200)
      .buffer();
    expect(text.trimEnd().split('\n')).toHaveLength(2);
  });

  it('verifies', async () => {
    await get('/verify').expect(200, {
      ok: true,
      streams: 1,
      events: 4,
      erased: 0,
      seals: 0,
      broken: null,
    });
  });

  it('stops verifying when whoever asked has gone', async () => {
    const told = new Promise<AbortSignal>(resolve => {
      const verifier = {
        verify: ({ signal }: { signal: AbortSignal }) => {
          resolve(signal);
          return new Promise((_, reject) => {
            signal.onabort = () => reject(signal.reason);
          });
        },
      };
      const room = { ...historyRoom(database), verifier: verifier as never };
      const waiting = testApi({
        database,
        lay: route => addAuditRoutes(route, { ...room, access }),
      }).listen(0, '127.0.0.1', () => {
        const { port } = waiting.address() as AddressInfo;
        const asked = httpGet({
          port,
          host: '127.0.0.1',
          path: `${AUDIT}/verify`,
          headers: asUser('user:default/auditor'),
        });
        asked.on('error', () => waiting.close());
        told.then(() => asked.destroy());
      });
    });
    const signal = await told;
    await until(() => signal.aborted);
    expect(signal.aborted).toBe(true);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await sleep(5);
  }
}
