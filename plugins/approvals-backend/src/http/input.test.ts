import request from 'supertest';
import { echoingApi } from './__testUtils__/echoing';
import { asUser } from './__testUtils__/testApi';

const ID = '019ab3c4-0000-7000-8000-000000000001';
const JSON_TYPE = { 'content-type': 'application/json' };

describe('what comes in', () => {
  const app = echoingApi();

  const decide = (body: string | Buffer, headers: object = JSON_TYPE) => {
    const sent = request(app())
      .post(`/api/approvals/tasks/${ID}/decision`)
      .set({ ...asUser(), ...headers });
    // As bytes, so that nothing makes other JSON of it on the way.
    return sent.serialize(() => body as string).send(body);
  };

  const create = (context: string) =>
    request(app())
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
    await request(app())
      .post(`/api/approvals/tasks/${ID}/claim`)
      .set(asUser())
      .expect(200, {});
  });

  it('where nothing can be said, something is refused', async () => {
    const { body } = await request(app())
      .post(`/api/approvals/tasks/${ID}/claim`)
      .set(asUser())
      .send({ because: 'I can' })
      .expect(400);
    expect(body.error.issues[0].path).toBe('/because');
  });
});
