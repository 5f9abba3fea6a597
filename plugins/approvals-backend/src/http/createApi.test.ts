import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import { operations } from '@countersign/backstage-plugin-approvals-common';
import request from 'supertest';
import { Database } from '../database';
import { freshDatabase } from '../database/__testUtils__/testDatabases';
import {
  ApiAudit,
  ApprovalsRefusal,
  Caller,
  createApi,
  Idempotency,
  IdempotencyStore,
  RateLimit,
  Reply,
  Route,
  StreamReply,
} from '.';
import { asUser, base64, testApi } from './__testUtils__/testApi';

const ID = '019ab3c4-0000-7000-8000-000000000001';
const COMMENTS = `/api/approvals/requests/${ID}/comments`;

describe('the routes', () => {
  let database: Database;
  let callers: Caller[];

  beforeAll(async () => {
    database = await freshDatabase('SQLITE_3');
  });
  beforeEach(() => {
    callers = [];
  });

  const serve = (
    lay: (route: Route) => void,
    options: Partial<Parameters<typeof testApi>[0]> = {},
  ) => request(testApi({ database, lay, ...options }));

  /** Comments are read; everything else is not of interest. */
  const commenting = (
    before: () => void = () => {},
    options: Partial<Parameters<typeof testApi>[0]> = {},
  ) =>
    serve(route => {
      route(operations.commentRequest, async ({ body, caller, params }) => {
        callers.push(caller);
        before();
        return { comment: body().comment, on: params.id } as never;
      });
    }, options);

  it('answer with the status of the operation', async () => {
    await commenting()
      .post(COMMENTS)
      .set(asUser())
      .send({ comment: 'hello' })
      .expect(201, { comment: 'hello', on: ID });
  });

  it('answer with another status where the handler says so', async () => {
    await serve(route =>
      route(operations.claimTask, async () => new Reply(202, { fine: true })),
    )
      .post(`/api/approvals/tasks/${ID}/claim`)
      .set(asUser())
      .expect(202, { fine: true });
  });

  it('answer 204 without a body', async () => {
    const { text } = await serve(route =>
      route(operations.deleteDelegation, async () => undefined),
    )
      .delete(`/api/approvals/delegations/${ID}`)
      .set(asUser())
      .expect(204);
    expect(text).toBe('');
  });

  it('send a stream bit by bit', async () => {
    const { text, headers } = await serve(route =>
      route(
        operations.listAudit,
        async () =>
          new StreamReply({
            contentType: 'text/csv; charset=utf-8',
            fileName: 'audit.csv',
            chunks: (async function* chunks() {
              yield 'a\r\n';
              yield 'b\r\n';
            })(),
          }),
      ),
    )
      .get('/api/approvals/audit')
      .set(asUser())
      .expect(200);
    expect(text).toBe('a\r\nb\r\n');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(headers['content-disposition']).toContain('audit.csv');
  });

  it('serve the OpenAPI document to everybody', async () => {
    const { body } = await serve(() => {})
      .get('/api/approvals/openapi.json')
      .expect(200);
    expect(body.openapi).toBe('3.1.0');
  });

  it('refuse to start while an operation has no route', () => {
    const api = createApi({
      httpAuth: mockServices.httpAuth(),
      logger: mockServices.logger.mock(),
      idempotency: new Idempotency({
        store: new IdempotencyStore({ database, lifetimeMs: 1 }),
      }),
      rateLimit: new RateLimit({ writesPerSecond: 0, burst: 0 }),
      secrets: base64,
      audit: new ApiAudit({
        auditor: mockServices.auditor.mock(),
        logger: mockServices.logger.mock(),
      }),
    });
    expect(() => api.finish()).toThrow('POST /tasks/:id/decision');
  });

  describe('know the caller as', () => {
    it('a person in their own session', async () => {
      await commenting()
        .post(COMMENTS)
        .set(asUser('User:default/Alice'))
        .send({ comment: 'x' })
        .expect(201);
      expect(callers[0]).toMatchObject({
        kind: 'user',
        ref: 'user:default/alice',
      });
      expect(callers[0].actor).toBeUndefined();
    });

    it('something that acts for a person', async () => {
      const authorization = `Bearer ${mockCredentials.user.token(
        'user:default/alice',
        { actor: { subject: 'plugin:scaffolder' } },
      )}`;
      await commenting()
        .post(COMMENTS)
        .set({ authorization })
        .send({ comment: 'x' })
        .expect(201);
      expect(callers[0]).toMatchObject({
        kind: 'user',
        ref: 'user:default/alice',
        actor: 'plugin:scaffolder',
      });
    });

    it('a service', async () => {
      await commenting()
        .post(COMMENTS)
        .set({ authorization: mockCredentials.service.header() })
        .send({ comment: 'x' })
        .expect(201);
      expect(callers[0]).toMatchObject({
        kind: 'service',
        ref: 'external:test-service',
      });
    });

    it.each([
      ['nobody', {}],
      ['a forger', { authorization: mockCredentials.user.invalidHeader() }],
    ])('%s, who gets 401', async (_, headers) => {
      const { body } = await commenting()
        .post(COMMENTS)
        .set(headers)
        .send({ comment: 'x' })
        .expect(401);
      expect(body.error.code).toBe('UNAUTHENTICATED');
    });
  });

  describe('say in which order faults count:', () => {
    it('the caller before what is not there', async () => {
      await commenting().post('/api/approvals/requests/7/comments').expect(401);
    });

    it('what is not there before the body', async () => {
      const { body } = await commenting()
        .post('/api/approvals/requests/7/comments')
        .set(asUser())
        .send('{')
        .expect(404);
      expect(body.error.code).toBe('NOT_FOUND');
    });

    it('what the handler refuses before the body', async () => {
      const { body } = await commenting(() => {
        throw new ApprovalsRefusal('NOT_ASSIGNED', 'Not your seat');
      })
        .post(COMMENTS)
        .set(asUser())
        .send({ bogus: true })
        .expect(403);
      expect(body.error).toEqual({
        name: 'NotAllowedError',
        message: 'Not your seat',
        code: 'NOT_ASSIGNED',
      });
    });
  });

  it('send a refusal as Backstage does, with code, places and details', async () => {
    const { body, headers } = await commenting(() => {
      throw new ApprovalsRefusal('ALREADY_OPEN', 'One is open', {
        details: { requestId: ID },
        retryAfter: 3,
      });
    })
      .post(COMMENTS)
      .set(asUser())
      .send({ comment: 'x' })
      .expect(409);
    expect(body).toEqual({
      error: {
        name: 'ConflictError',
        message: 'One is open',
        code: 'ALREADY_OPEN',
        details: { requestId: ID },
      },
      request: { method: 'POST', url: COMMENTS },
      response: { statusCode: 409 },
    });
    expect(headers['retry-after']).toBe('3');
  });

  it.each([
    [new NotAllowedError('no'), 403, 'NOT_ALLOWED'],
    [Object.assign(new Error(), { code: 'ECONNREFUSED' }), 503, 'UNAVAILABLE'],
    [Object.assign(new Error(), { code: '57P01' }), 503, 'UNAVAILABLE'],
    [
      Object.assign(new Error('x'), { name: 'ResponseError', statusCode: 404 }),
      503,
      'UNAVAILABLE',
    ],
    [new TypeError('fetch failed'), 503, 'UNAVAILABLE'],
    [new TypeError('x is not a function'), 500, undefined],
    ['a string', 500, undefined],
  ])('make of %s a %i', async (error, status, code) => {
    const { body } = await commenting(() => {
      throw error;
    })
      .post(COMMENTS)
      .set(asUser())
      .send({ comment: 'x' })
      .expect(status);
    expect(body.error.code).toBe(code);
    expect(JSON.stringify(body)).not.toContain('is not a function');
  });

  it('answer 404 with a code where there is no route', async () => {
    const { body } = await commenting()
      .get('/api/approvals/nothing')
      .set(asUser())
      .expect(404);
    expect(body.error.code).toBe('NOT_FOUND');
  });

  it('limit the writes of each caller, and say when to come back', async () => {
    let now = Date.UTC(2026, 10, 24);
    const api = commenting(() => {}, {
      rateLimit: { writesPerSecond: 1, burst: 2 },
      clock: () => now,
    });
    const write = (ref: string) =>
      api.post(COMMENTS).set(asUser(ref)).send({ comment: 'x' });
    await write('user:default/alice').expect(201);
    await write('user:default/alice').expect(201);
    const { body, headers } = await write('user:default/alice').expect(429);
    expect(body.error.code).toBe('TOO_MANY');
    expect(headers['retry-after']).toBe('1');
    await write('user:default/bob').expect(201);
    now += 1_000;
    await write('user:default/alice').expect(201);
  });
});
