import { operations } from '@countersign/backstage-plugin-approvals-common';
import express from 'express';
import request from 'supertest';
import { Database } from '../database';
import { freshDatabase } from '../database/__testUtils__/testDatabases';
import { asUser, testApi } from './__testUtils__/testApi';

const ID = '019ab3c4-0000-7000-8000-000000000001';
const JSON_TYPE = { 'content-type': 'application/json' };

describe('what comes in', () => {
  let app: express.Express;

  beforeAll(async () => {
    const database: Database = await freshDatabase('SQLITE_3');
    app = testApi({
      database,
      lay: route => {
        route(operations.createRequest, async ({ body }) => body() as never);
        route(operations.decideTask, async ({ body }) => body() as never);
        route(operations.claimTask, async ({ body }) => body() as never);
        route(operations.listTasks, async ({ query }) => query() as never);
        route(operations.retryStage, async ({ params }) => params as never);
        route(operations.getPolicy, async ({ params }) => params as never);
      },
    });
  });

  const decide = (body: string | Buffer, headers: object = JSON_TYPE) => {
    const sent = request(app)
      .post(`/api/approvals/tasks/${ID}/decision`)
      .set({ ...asUser(), ...headers });
    // As bytes, so that nothing makes other JSON of it on the way.
    return sent.serialize(() => body as string).send(body);
  };

  const create = (context: string) =>
    request(app)
      .post('/api/approvals/requests')
      .set({ ...asUser(), ...JSON_TYPE })
      .send(
        `{"policyKey":"p","subject":{"type":"t","id":"i","title":"t"},"context":${context}}`,
      );

  it.each([
    ['broken JSON', '{"decision":', '', /must be JSON/],
    ['half a string', '"approve', '', /must be JSON/],
    ['a list', '[]', '', /^must be an object$/],
    ['null', 'null', '', /^must be an object$/],
    ['a number', '7', '', /^must be an object$/],
    ['the wrong type', '{"decision":7}', '/decision', /./],
    ['an unknown word', '{"decision":"maybe"}', '/decision', /./],
    [
      'an unknown key',
      '{"decision":"approve","a/b~c":1}',
      '/a~1b~0c',
      /not known/,
    ],
    [
      'NUL in a text',
      '{"decision":"approve","comment":"a\\u0000b"}',
      '/comment',
      /NUL/,
    ],
    [
      'half of a surrogate pair',
      '{"decision":"approve","comment":"\\ud83d"}',
      '/comment',
      /surrogate/,
    ],
    [
      '__proto__',
      '{"decision":"approve","__proto__":{"comment":"x"}}',
      '',
      /__proto__/,
    ],
    [
      'deep nesting',
      `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
      '/0'.repeat(32),
      /deeper/,
    ],
    ['very deep nesting', '['.repeat(200_000), '', /JSON/],
    [
      'a long comment',
      `{"decision":"approve","comment":"${'x'.repeat(10_001)}"}`,
      '/comment',
      /./,
    ],
  ])('%s is refused with its place', async (_, sent, path, message) => {
    const { body } = await decide(sent).expect(400);
    expect(body.error.code).toBe('INVALID_INPUT');
    const [issue] = body.error.issues;
    expect(issue.message).toMatch(message);
    expect(issue.path).toBe(path);
  });

  it('more than 256 KiB is refused as too large', async () => {
    const { body } = await decide(
      `{"comment":"${'x'.repeat(300_000)}"}`,
    ).expect(413);
    expect(body.error.code).toBe('TOO_LARGE');
  });

  it('10 MB is refused as too large', async () => {
    const { body } = await decide(Buffer.alloc(10_000_000, 'x')).expect(413);
    expect(body.error.code).toBe('TOO_LARGE');
  });

  it.each([
    ['text', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['nonsense', { 'content-type': ';;;' }],
  ])('%s instead of JSON is refused', async (_, headers) => {
    const { body } = await decide('{"decision":"approve"}', headers).expect(
      400,
    );
    expect(body.error.issues[0].message).toMatch(/application\/json/);
  });

  it.each([
    ['an encoding that is not known', { 'content-encoding': 'snappy' }],
    ['gzip that is none', { 'content-encoding': 'gzip' }],
  ])('%s is refused', async (_, headers) => {
    const { body } = await decide('{"decision":"approve"}', {
      ...JSON_TYPE,
      ...headers,
    }).expect(400);
    expect(body.error.code).toBe('INVALID_INPUT');
  });

  it('bytes that are no UTF-8 are refused', async () => {
    const { body } = await decide(
      Buffer.concat([
        Buffer.from('{"decision":"approve","comment":"'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('"}'),
      ]),
    ).expect(400);
    expect(body.error.issues[0].message).toBe('must be UTF-8');
  });

  it('a number that is infinity to a computer is refused with its place', async () => {
    const { body } = await create('{"amount":[1,1e400]}').expect(400);
    expect(body.error.issues).toEqual([
      { path: '/context/amount/1', message: expect.stringMatching(/number/) },
    ]);
  });

  it('every fault of a body is named', async () => {
    const { body } = await decide('{"decision":"no","comment":7,"x":1}').expect(
      400,
    );
    const paths = body.error.issues.map(({ path }: { path: string }) => path);
    expect(paths.sort()).toEqual(['/comment', '/decision', '/x']);
  });

  it('a thousand unknown keys are not named one by one', async () => {
    const keys = Array.from({ length: 1_000 }, (_, index) => [`k${index}`, 1]);
    const { body } = await decide(
      JSON.stringify(Object.fromEntries(keys)),
    ).expect(400);
    expect(body.error.issues.length).toBe(50);
  });

  it('a body may be left out where nothing has to be said', async () => {
    await request(app)
      .post(`/api/approvals/tasks/${ID}/claim`)
      .set(asUser())
      .expect(200, {});
  });

  it('where nothing can be said, something is refused', async () => {
    const { body } = await request(app)
      .post(`/api/approvals/tasks/${ID}/claim`)
      .set(asUser())
      .send({ because: 'I can' })
      .expect(400);
    expect(body.error.issues[0].path).toBe('/because');
  });

  describe('in a query', () => {
    const list = (query: string) =>
      request(app).get(`/api/approvals/tasks?${query}`).set(asUser());

    it('a key that comes twice is a list', async () => {
      await list('status=open&status=decided&limit=5').expect(200, {
        status: ['open', 'decided'],
        limit: '5',
      });
    });

    it.each([
      ['nonsense=1', '/nonsense'],
      ['limit[]=1', '/limit[]'],
      ['limit[a]=1', '/limit[a]'],
      ['__proto__=1', '/__proto__'],
      ['limit=0', '/limit'],
      ['limit=101', '/limit'],
      ['limit=1&limit=2', '/limit'],
      ['limit=1e1', '/limit'],
      ['status=gone', '/status'],
      ['createdAfter=2026-02-30T00:00:00Z', '/createdAfter'],
      ['createdAfter=yesterday', '/createdAfter'],
      ['assignee=%00', '/assignee'],
      ['q=%00', '/q'],
      ['sort=-requester', '/sort'],
    ])('%s is refused', async (query, path) => {
      const { body } = await list(query).expect(400);
      expect(body.error.issues[0].path).toBe(path);
    });

    it('a percent sign gone wrong is just a letter', async () => {
      await list('q=%zz').expect(200, { q: '%zz' });
    });

    it('nothing is taken by a route without a query', async () => {
      const { body } = await request(app)
        .post(`/api/approvals/tasks/${ID}/claim?force=true`)
        .set(asUser())
        .expect(400);
      expect(body.error.issues[0].path).toBe('/force');
    });
  });

  describe('in a path', () => {
    it('numbers are numbers', async () => {
      await request(app)
        .post(`/api/approvals/requests/${ID}/stages/3/retry`)
        .set(asUser())
        .expect(200, { id: ID, index: 3 });
    });

    it.each([
      'requests/7/stages/0/retry',
      `requests/${ID.toUpperCase()}/stages/0/retry`,
      'requests/019ab3c4-0000-4000-8000-000000000001/stages/0/retry',
      `requests/${ID}/stages/-1/retry`,
      `requests/${ID}/stages/01/retry`,
      `requests/${ID}/stages/1.5/retry`,
      `requests/${ID}/stages/99999999999/retry`,
      'requests/%00/stages/0/retry',
      'requests/%zz/stages/0/retry',
      "requests/'%20or%201=1--/stages/0/retry",
    ])('%s names nothing', async path => {
      const { body } = await request(app)
        .post(`/api/approvals/${path}`)
        .set(asUser())
        .expect(404);
      expect(body.error.code).toBe('NOT_FOUND');
    });

    it.each(['Deploy', '-deploy', 'a%2Fb', 'x'.repeat(129), '..', '%F0%9F'])(
      'policy key %s names nothing',
      async key => {
        await request(app)
          .get(`/api/approvals/policies/${key}`)
          .set(asUser())
          .expect(404);
      },
    );
  });
});
